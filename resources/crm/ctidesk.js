// The web resource new_ctidesk.js: buttons of a CRM page that call ctidesk on the operator's computer.
//
// One file for CRM 2013 (Xrm.Page) and for Dynamics 365 (form context); ECMAScript 5, as Internet Explorer 11 wants it.
// It opens links and nothing else: the desk decides what becomes of them (docs/crm-setup.md).

var ctidesk = ctidesk || {};

// "tel", or "ctidesk" where tel: belongs to another program on the operators' computers.
ctidesk.scheme = ctidesk.scheme || "tel";
ctidesk.phoneFields = ctidesk.phoneFields || ["mobilephone", "telephone1", "telephone2", "telephone3"];

(function (desk) {
    "use strict";

    // The desk's words for entities: ctidesk ctl show ENTITY ID.
    var ENTITIES = { contact: "contact", account: "account", incident: "case", phonecall: "phone_call" };
    var CLIENTS = ["contact", "account"];
    var CUSTOMER_FIELD = /^(?:customerid|[a-z0-9]+_customerid)$/;
    var WORKSHEET = /^[a-z0-9]+_worksheet$/;
    var RUSSIAN = 1049;
    var TEXTS = {
        unsaved: ["Save the record first.", "Сначала сохраните запись."],
        noClient: [
            "This record has no client to link the call to.",
            "У этой записи нет клиента, к которому можно привязать звонок."
        ],
        noNumber: ["There is no telephone number here.", "Здесь нет номера телефона."]
    };

    // «Позвонить»: `field` is one of phoneFields, or absent: the first of them that holds a number.
    desk.call = function (context, field) {
        var form = formOf(context);
        var number = field ? numberIn(form, field) : firstNumber(form);
        if (number) {
            open(desk.scheme + ":" + encodeURIComponent(number).replace("%2B", "+"));
        } else {
            tell("noNumber");
        }
    };

    // Whether a button that calls this field is on.
    desk.canCall = function (context, field) {
        return Boolean(field ? numberIn(formOf(context), field) : firstNumber(formOf(context)));
    };

    // «Перепривязать»: the call is linked to the client on the page, or to the customer of the case or worksheet on it.
    desk.rebind = function (context) {
        var record = recordOf(formOf(context));
        if (!record.id) {
            tell("unsaved");
        } else if (CLIENTS.indexOf(record.type) >= 0) {
            desk.rebindRecord(record.id, record.type);
        } else {
            rebindCustomer(formOf(context));
        }
    };

    // The same for the row that is chosen in a list.
    desk.rebindRecord = function (id, type) {
        open("ctidesk://rebind/" + ENTITIES[type] + "/" + plain(id));
    };

    // «Открыть в панели»: the card of this record in the desk.
    desk.openCard = function (context) {
        var record = recordOf(formOf(context));
        var entity = WORKSHEET.test(record.type) ? "worksheet" : ENTITIES[record.type];
        if (record.id) {
            open("ctidesk://open/" + entity + "/" + plain(record.id));
        } else {
            tell("unsaved");
        }
    };

    // A link opened in a hidden frame neither leaves the page nor asks about what is not saved on it.
    function open(uri) {
        var frame = document.createElement("iframe");
        frame.style.display = "none";
        frame.src = uri;
        document.body.appendChild(frame);
        setTimeout(function () { document.body.removeChild(frame); }, 2000);
    }

    // --- the page --------------------------------------------------------------------------------------------------

    // PrimaryControl is the form context since version 9; before, it is something else, and Xrm.Page is meant.
    function formOf(context) {
        if (context && context.getFormContext) {
            return context.getFormContext();
        }
        return context && context.data && context.data.entity ? context : Xrm.Page;
    }

    function recordOf(form) {
        return { id: form.data.entity.getId(), type: form.data.entity.getEntityName() };
    }

    function rebindCustomer(form) {
        var found = null;
        form.data.entity.attributes.forEach(function (attribute) {
            var value = CUSTOMER_FIELD.test(attribute.getName()) ? attribute.getValue() : null;
            found = found || (value && value[0]) || null;
        });
        if (found && CLIENTS.indexOf(found.entityType) >= 0) {
            desk.rebindRecord(found.id, found.entityType);
        } else {
            tell("noClient");
        }
    }

    function firstNumber(form) {
        return desk.phoneFields.reduce(function (found, field) { return found || numberIn(form, field); }, "");
    }

    function numberIn(form, field) {
        var attribute = form.getAttribute ? form.getAttribute(field) : form.data.entity.attributes.get(field);
        return attribute ? dialled(attribute.getValue()) : "";
    }

    // The first number of a field, without separators and without an extension.
    function dialled(text) {
        var written = /[+(]?[\d*#][\d\s\u00a0()\-\u2010-\u2014.*#]*/.exec(text || "");
        var number = written ? written[0].replace(/[^\d*#]/g, "") : "";
        return number && written[0].charAt(0) === "+" ? "+" + number : number;
    }

    function plain(id) {
        return String(id).replace(/[{}]/g, "").toLowerCase();
    }

    // --- words -----------------------------------------------------------------------------------------------------

    function tell(name) {
        var text = TEXTS[name][language() === RUSSIAN ? 1 : 0];
        if (Xrm.Navigation && Xrm.Navigation.openAlertDialog) {
            Xrm.Navigation.openAlertDialog({ text: text });
        } else {
            Xrm.Utility.alertDialog(text);
        }
    }

    function language() {
        if (Xrm.Utility && Xrm.Utility.getGlobalContext) {
            return Xrm.Utility.getGlobalContext().userSettings.languageId;
        }
        return Xrm.Page.context.getUserLcid();
    }
}(ctidesk));
