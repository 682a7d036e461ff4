#ifndef CKERNELS_H
#define CKERNELS_H
#include <stdint.h>
#include "transforms.h"

/* Elementwise loops with run-time processor dispatch. */

#endif
