// The types and constants of PKCS #11, under the names of the standard: without CRYPTOKI_GNU, which renames them. No library is
// linked: a module is loaded at run time.

#ifndef HUFU_CP11KIT_SHIM_H
#define HUFU_CP11KIT_SHIM_H

#include <p11-kit/pkcs11.h>

#endif
