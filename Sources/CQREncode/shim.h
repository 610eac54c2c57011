#ifndef HUFU_CQRENCODE_SHIM_H
#define HUFU_CQRENCODE_SHIM_H

#include <qrencode.h>

#endif
