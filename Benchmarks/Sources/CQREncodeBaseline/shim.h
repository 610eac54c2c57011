#ifndef HUFU_BENCHMARKS_CQRENCODE_SHIM_H
#define HUFU_BENCHMARKS_CQRENCODE_SHIM_H

#include <qrencode.h>

#endif
