from sealing import CannotUnseal as CannotUnseal
from sealing import newest_begins as newest_begins
from sealing import reseal as reseal
from sealing import seal as seal
from sealing import unseal as unseal
