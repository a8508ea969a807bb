#ifndef JEOUL_SCAN_KERNELS_H
#define JEOUL_SCAN_KERNELS_H
#include <stddef.h>
#include <stdint.h>
#include "unicode_classes.h"
#endif
