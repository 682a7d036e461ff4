#include <cblas.h>
#include <stddef.h>

// LAPACK's divide-and-conquer eigensolver for a real symmetric matrix. The library holds it, its C header does not.
// The two sizes at the end are the lengths of the words `job` and `triangle`, as Fortran passes them.
void dsyevd_(const char *job, const char *triangle, const int *n, double *matrix, const int *leadingDimension,
             double *eigenvalues, double *work, const int *workSize, int *integerWork, const int *integerWorkSize,
             int *info, size_t jobLength, size_t triangleLength);
