; The installer for Windows, made by makensis on Linux (packaging/installer.py).
; Silent: /S, with /AllUsers or /CurrentUser, and /D=folder as the last word. Exit status: 0 done, 2 stopped by the
; script (a desk is running), as NSIS has it.
; What operators have made (%LOCALAPPDATA%\ctidesk) and what administrators have set (%PROGRAMDATA%\ctidesk) is never
; touched here: an upgrade and an uninstall leave it as it is.

Unicode true
Target amd64-unicode
SetCompressor /SOLID lzma
ManifestDPIAware true

!define PROGRAM "ctidesk"
!define WINDOWED "ctideskw.exe"
!define CONSOLE "ctidesk.exe"
!define OWN_KEY "Software\ctidesk"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\ctidesk"

!define MULTIUSER_EXECUTIONLEVEL Highest
!define MULTIUSER_MUI
!define MULTIUSER_INSTALLMODE_COMMANDLINE
!define MULTIUSER_USE_PROGRAMFILES64
!define MULTIUSER_INSTALLMODE_INSTDIR "${PROGRAM}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MULTIUSER_INSTALLMODE_INSTDIR_REGISTRY_VALUENAME "InstallLocation"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_KEY "${UNINSTALL_KEY}"
!define MULTIUSER_INSTALLMODE_DEFAULT_REGISTRY_VALUENAME "InstallLocation"
!include MultiUser.nsh
!include MUI2.nsh
!include FileFunc.nsh

Name "${PROGRAM}"
OutFile "${OUT}"
BrandingText "${PROGRAM} ${VERSION}"
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=0 "ProductName" "${PROGRAM}"
VIAddVersionKey /LANG=0 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=0 "FileDescription" "${PROGRAM} ${VERSION}"
VIAddVersionKey /LANG=0 "LegalCopyright" "GPL-3.0-or-later"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOWED}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${ROOT}/LICENSE"
!insertmacro MULTIUSER_PAGE_INSTALLMODE
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "Russian"

LangString RUNNING ${LANG_ENGLISH} "ctidesk is running. Close it (menu, Quit), then try again."
LangString RUNNING ${LANG_RUSSIAN} "ctidesk запущен. Закройте его (меню, «Выход») и повторите."
LangString ABOUT ${LANG_ENGLISH} "The desk of a call-centre operator"
LangString ABOUT ${LANG_RUSSIAN} "Рабочее место оператора колл-центра"

; Files of a program that runs cannot be written. Nobody is cut off in a call: who installs has to wait.
!macro RefuseWhereRunning UN
Function ${UN}RefuseWhereRunning
    again:
    StrCpy $R0 "${WINDOWED}"
    Call ${UN}IsRunning
    StrCmp $R1 "1" running
    StrCpy $R0 "${CONSOLE}"
    Call ${UN}IsRunning
    StrCmp $R1 "1" running
    Return
    running:
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(RUNNING)" /SD IDCANCEL IDRETRY again
    Abort "$(RUNNING)"
FunctionEnd

Function ${UN}IsRunning
    StrCpy $R1 "0"
    IfFileExists "$INSTDIR\$R0" 0 done
    ClearErrors
    FileOpen $R2 "$INSTDIR\$R0" a
    IfErrors 0 closed
    StrCpy $R1 "1"
    Return
    closed:
    FileClose $R2
    done:
FunctionEnd
!macroend
!insertmacro RefuseWhereRunning ""
!insertmacro RefuseWhereRunning "un."

; Only what an installer has put there: the folder may be anybody's choice.
!macro RemoveProgram
    RMDir /r "$INSTDIR\_internal"
    RMDir /r "$INSTDIR\licences"
    Delete "$INSTDIR\${WINDOWED}"
    Delete "$INSTDIR\${CONSOLE}"
    Delete "$INSTDIR\bill-of-materials.cdx.json"
    Delete "$INSTDIR\uninstall.exe"
!macroend

!macro RegisterClass NAME
    WriteRegStr SHCTX "Software\Classes\${NAME}" "" "URL:${NAME}"
    WriteRegStr SHCTX "Software\Classes\${NAME}" "URL Protocol" ""
    WriteRegStr SHCTX "Software\Classes\${NAME}\DefaultIcon" "" "$INSTDIR\${WINDOWED},0"
    WriteRegStr SHCTX "Software\Classes\${NAME}\shell\open\command" "" '"$INSTDIR\${WINDOWED}" -- "%1"'
!macroend

; A scheme that another program has stays its own: Windows' settings offer this one by its capabilities.
!macro OfferScheme NAME
    WriteRegStr SHCTX "${OWN_KEY}\Capabilities\URLAssociations" "${NAME}" "ctidesk.link"
    ReadRegStr $R0 HKCR "${NAME}\shell\open\command" ""
    ${If} $R0 == ""
        !insertmacro RegisterClass "${NAME}"
    ${EndIf}
!macroend

!macro ForgetClass NAME
    ReadRegStr $R0 SHCTX "Software\Classes\${NAME}\shell\open\command" ""
    ${If} $R0 == '"$INSTDIR\${WINDOWED}" -- "%1"'
        DeleteRegKey SHCTX "Software\Classes\${NAME}"
    ${EndIf}
!macroend

Function .onInit
    SetRegView 64
    !insertmacro MULTIUSER_INIT
FunctionEnd

Function un.onInit
    SetRegView 64
    !insertmacro MULTIUSER_UNINIT
FunctionEnd

Section
    Call RefuseWhereRunning
    !insertmacro RemoveProgram
    SetOutPath "$INSTDIR"
    File /r "${FOLDER}/*"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    CreateShortcut "$SMPROGRAMS\${PROGRAM}.lnk" "$INSTDIR\${WINDOWED}" "" "$INSTDIR\${WINDOWED}" 0 SW_SHOWNORMAL "" "$(ABOUT)"

    !insertmacro RegisterClass "ctidesk.link"
    !insertmacro RegisterClass "ctidesk"
    !insertmacro OfferScheme "ctidesk"
    !insertmacro OfferScheme "tel"
    !insertmacro OfferScheme "sip"
    !insertmacro OfferScheme "callto"
    WriteRegStr SHCTX "${OWN_KEY}\Capabilities" "ApplicationName" "${PROGRAM}"
    WriteRegStr SHCTX "${OWN_KEY}\Capabilities" "ApplicationDescription" "$(ABOUT)"
    WriteRegStr SHCTX "Software\RegisteredApplications" "${PROGRAM}" "${OWN_KEY}\Capabilities"
    WriteRegStr SHCTX "Software\Microsoft\Windows\CurrentVersion\App Paths\${CONSOLE}" "" "$INSTDIR\${CONSOLE}"

    WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayName" "${PROGRAM}"
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${WINDOWED},0"
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode'
    WriteRegStr SHCTX "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /$MultiUser.InstallMode /S'
    WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoModify" 1
    WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "NoRepair" 1
    ${GetSize} "$INSTDIR" "/S=0K" $R0 $R1 $R2
    WriteRegDWORD SHCTX "${UNINSTALL_KEY}" "EstimatedSize" $R0
SectionEnd

Section "Uninstall"
    Call un.RefuseWhereRunning
    !insertmacro ForgetClass "ctidesk.link"
    !insertmacro ForgetClass "ctidesk"
    !insertmacro ForgetClass "tel"
    !insertmacro ForgetClass "sip"
    !insertmacro ForgetClass "callto"
    DeleteRegValue SHCTX "Software\RegisteredApplications" "${PROGRAM}"
    DeleteRegKey SHCTX "${OWN_KEY}\Capabilities"
    DeleteRegKey /ifempty SHCTX "${OWN_KEY}"
    DeleteRegKey SHCTX "Software\Microsoft\Windows\CurrentVersion\App Paths\${CONSOLE}"
    DeleteRegKey SHCTX "${UNINSTALL_KEY}"
    Delete "$SMPROGRAMS\${PROGRAM}.lnk"
    !insertmacro RemoveProgram
    RMDir "$INSTDIR"
SectionEnd
