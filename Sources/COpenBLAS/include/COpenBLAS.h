#ifndef COPENBLAS_H
#define COPENBLAS_H

#include <stdbool.h>

/* OpenBLAS, loaded at the first call.
 *
 * As soon as it is loaded it starts a thread per core, which spin for milliseconds before they sleep. Most commands
 * multiply nothing, and what multiplies divides its work itself: so it is loaded only when needed, and told to use one
 * thread before it starts any. If it is not installed, the process ends with a message. */

/* Row-major c = a b, or c += a b with `accumulate`; a is [m, k] and b [k, n], or the other way round where transposed. */
void openblas_multiply(bool transpose_a, bool transpose_b, int m, int n, int k, const float *a, int stride_a,
                       const float *b, int stride_b, bool accumulate, float *c, int stride_c);

/* LAPACK's divide-and-conquer solver for a real symmetric matrix, with vectors: `matrix`, of which the upper triangle by
 * columns is read, becomes the eigenvectors by columns, `values` ascend. With a size of -1, only the needed sizes of `work`
 * and `integers` are written to their first numbers. Returns LAPACK's `info`, 0 if it went well. */
int openblas_symmetric_eigen(int n, double *matrix, double *values, double *work, int work_size, int *integers,
                             int integers_size);

/* The processor that its kernels are for, and its version and options, as the library names them. */
const char *openblas_processor(void);
const char *openblas_configuration(void);

#endif
