import sys

from ctidesk.demo.crm.server import main

sys.exit(main(sys.argv[1:]))
