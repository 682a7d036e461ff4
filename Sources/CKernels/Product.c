#include "CKernels.h"
#include "Elementary.h"

/* Matrix products with weights laid out in panels of 32 columns, [k, 32] each: a tile of up to 14 rows and 32 columns
   stays in the 32 registers of AVX-512 for the whole sum. Every number is a sum in the order of k, whatever the
   tile, so results do not depend on how rows are cut. Only x86-64-v4 has them; elsewhere BLAS does the work. */

#define TILE 14

KERNEL void gk_pack_rows(long k, long n, const float *b, long stride_b, float *panels) {
  for (long column = 0; column < n; column += GK_PANEL) {
    const long width = n - column < GK_PANEL ? n - column : GK_PANEL;
    for (long i = 0; i < k; i++, panels += GK_PANEL) {
      const float *row = b + i * stride_b + column;
      if (width == GK_PANEL) {
        memcpy(panels, row, GK_PANEL * sizeof(float));
      } else {
        for (long j = 0; j < GK_PANEL; j++) panels[j] = j < width ? row[j] : 0.0f;
      }
    }
  }
}

KERNEL void gk_pack_columns(long k, long n, const float *b, long stride_b, float *panels) {
  for (long column = 0; column < n; column += GK_PANEL, panels += k * GK_PANEL) {
    const long width = n - column < GK_PANEL ? n - column : GK_PANEL;
    /* Blocks of a cache line each way, so that neither side is read or written piecemeal. */
    for (long top = 0; top < k; top += LANES) {
      const long depth = k - top < LANES ? k - top : LANES;
      for (long j = 0; j < GK_PANEL; j++) {
        const float *row = b + (column + j) * stride_b + top;
        float *to = panels + top * GK_PANEL + j;
        if (j < width)
          for (long i = 0; i < depth; i++) to[i * GK_PANEL] = row[i];
        else
          for (long i = 0; i < depth; i++) to[i * GK_PANEL] = 0.0f;
      }
    }
  }
}

#if defined(__x86_64__)
#define WIDE __attribute__((target("arch=x86-64-v4"), min_vector_width(512)))

int gk_has_panels(void) {
  __builtin_cpu_init();
  return __builtin_cpu_supports("x86-64-v4") != 0;
}

typedef void (*tile_product)(long k, const float *a, long stride_a, const float *panel, const float *base,
                             long stride_base, const float *bias, float *c, long stride_c);

/* c[rows, 32] = base + bias + a[rows, k] panel[k, 32]; what is missing is zero. */
#define TILE_PRODUCT(rows)                                                                                           \
  WIDE static void tile_##rows(long k, const float *a, long stride_a, const float *panel, const float *base,          \
                              long stride_base, const float *bias, float *c, long stride_c) {                        \
    lanes sum[rows][2];                                                                                              \
    _Pragma("unroll") for (int r = 0; r < rows; r++) {                                                               \
      sum[r][0] = base ? *(const lanes *)(base + r * stride_base) : (lanes)0.0f;                                     \
      sum[r][1] = base ? *(const lanes *)(base + r * stride_base + LANES) : (lanes)0.0f;                             \
      if (bias) {                                                                                                    \
        sum[r][0] += *(const lanes *)bias;                                                                           \
        sum[r][1] += *(const lanes *)(bias + LANES);                                                                 \
      }                                                                                                              \
    }                                                                                                                \
    for (long i = 0; i < k; i++, panel += GK_PANEL) {                                                                \
      lanes left = *(const lanes *)panel, right = *(const lanes *)(panel + LANES);                                   \
      _Pragma("unroll") for (int r = 0; r < rows; r++) {                                                             \
        lanes factor = a[r * stride_a + i];                                                                                   \
        sum[r][0] += factor * left;                                                                                  \
        sum[r][1] += factor * right;                                                                                 \
      }                                                                                                              \
    }                                                                                                                \
    _Pragma("unroll") for (int r = 0; r < rows; r++) {                                                               \
      *(lanes *)(c + r * stride_c) = sum[r][0];                                                                      \
      *(lanes *)(c + r * stride_c + LANES) = sum[r][1];                                                              \
    }                                                                                                                \
  }

TILE_PRODUCT(1)
TILE_PRODUCT(2)
TILE_PRODUCT(3)
TILE_PRODUCT(4)
TILE_PRODUCT(5)
TILE_PRODUCT(6)
TILE_PRODUCT(7)
TILE_PRODUCT(8)
TILE_PRODUCT(9)
TILE_PRODUCT(10)
TILE_PRODUCT(11)
TILE_PRODUCT(12)
TILE_PRODUCT(13)
TILE_PRODUCT(14)

static const tile_product tile_products[TILE + 1] = {
    0,      tile_1, tile_2, tile_3,  tile_4,  tile_5,  tile_6, tile_7,
    tile_8, tile_9, tile_10, tile_11, tile_12, tile_13, tile_14};

/* One tile of which only `columns` columns exist in base, bias and c. */
static void partial_tile(tile_product product, long rows, long columns, long k, const float *a, long stride_a,
                         const float *panel, const float *base, long stride_base, const float *bias, float *c,
                         long stride_c) {
  float here[TILE * GK_PANEL], edge[GK_PANEL] = {0};
  memset(here, 0, sizeof here);
  const unsigned long bytes = (unsigned long)columns * sizeof(float);
  if (base)
    for (long r = 0; r < rows; r++) memcpy(here + r * GK_PANEL, base + r * stride_base, bytes);
  if (bias) memcpy(edge, bias, bytes);
  product(k, a, stride_a, panel, base ? here : 0, GK_PANEL, bias ? edge : 0, here, GK_PANEL);
  for (long r = 0; r < rows; r++) memcpy(c + r * stride_c, here + r * GK_PANEL, bytes);
}

void gk_panel_product(long m, long n, long k, const float *a, long stride_a, const float *panels, const float *base,
                      long stride_base, const float *bias, float *c, long stride_c) {
  const long tiles = (m + TILE - 1) / TILE;
  for (long tile = 0; tile < tiles; tile++) {
    const long first = m * tile / tiles, rows = m * (tile + 1) / tiles - first;
    const tile_product product = tile_products[rows];
    for (long column = 0; column < n; column += GK_PANEL) {
      const float *from = base ? base + first * stride_base + column : 0, *edge = bias ? bias + column : 0;
      const float *panel = panels + column * k;
      float *to = c + first * stride_c + column;
      if (column + GK_PANEL <= n)
        product(k, a + first * stride_a, stride_a, panel, from, stride_base, edge, to, stride_c);
      else
        partial_tile(product, rows, n - column, k, a + first * stride_a, stride_a, panel, from, stride_base, edge,
                     to, stride_c);
    }
  }
}

/* Rows whose panel stays in the first-level cache while all tiles use it, and rows of which all that tiles read stays
   in the second-level cache while all panels use it. */
#define DEPTH 128
#define SPAN 768

typedef void (*outer_product)(long depth, const float *a, long stride_a, const float *panel, int accumulate, float *c,
                              long stride_c);

/* c[columns of a, 32] = or += a[depth, columns]T panel[depth, 32]. Rows of a are far apart: they are fetched ahead. */
#define OUTER_PRODUCT(columns)                                                                                       \
  WIDE static void outer_##columns(long depth, const float *a, long stride_a, const float *panel, int accumulate,    \
                                   float *c, long stride_c) {                                                        \
    lanes sum[columns][2];                                                                                           \
    _Pragma("unroll") for (int j = 0; j < columns; j++) {                                                            \
      sum[j][0] = accumulate ? *(const lanes *)(c + j * stride_c) : (lanes)0.0f;                                     \
      sum[j][1] = accumulate ? *(const lanes *)(c + j * stride_c + LANES) : (lanes)0.0f;                             \
    }                                                                                                                \
    for (long i = 0; i < depth; i++, a += stride_a, panel += GK_PANEL) {                                             \
      __builtin_prefetch(a + 8 * stride_a);                                                                          \
      __builtin_prefetch(a + 8 * stride_a + columns - 1);                                                            \
      lanes left = *(const lanes *)panel, right = *(const lanes *)(panel + LANES);                                   \
      _Pragma("unroll") for (int j = 0; j < columns; j++) {                                                          \
        lanes factor = a[j];                                                                                         \
        sum[j][0] += factor * left;                                                                                  \
        sum[j][1] += factor * right;                                                                                 \
      }                                                                                                              \
    }                                                                                                                \
    _Pragma("unroll") for (int j = 0; j < columns; j++) {                                                            \
      *(lanes *)(c + j * stride_c) = sum[j][0];                                                                      \
      *(lanes *)(c + j * stride_c + LANES) = sum[j][1];                                                              \
    }                                                                                                                \
  }

OUTER_PRODUCT(1)
OUTER_PRODUCT(2)
OUTER_PRODUCT(3)
OUTER_PRODUCT(4)
OUTER_PRODUCT(5)
OUTER_PRODUCT(6)
OUTER_PRODUCT(7)
OUTER_PRODUCT(8)
OUTER_PRODUCT(9)
OUTER_PRODUCT(10)
OUTER_PRODUCT(11)
OUTER_PRODUCT(12)
OUTER_PRODUCT(13)
OUTER_PRODUCT(14)

static const outer_product outer_products[TILE + 1] = {
    0,       outer_1, outer_2, outer_3,  outer_4,  outer_5,  outer_6, outer_7,
    outer_8, outer_9, outer_10, outer_11, outer_12, outer_13, outer_14};

/* One tile of which only `width` columns exist in c. */
static void partial_outer(outer_product product, long columns, long width, long depth, const float *a, long stride_a,
                          const float *panel, int accumulate, float *c, long stride_c) {
  float here[TILE * GK_PANEL] = {0};
  const unsigned long bytes = (unsigned long)width * sizeof(float);
  if (accumulate)
    for (long j = 0; j < columns; j++) memcpy(here + j * GK_PANEL, c + j * stride_c, bytes);
  product(depth, a, stride_a, panel, accumulate, here, GK_PANEL);
  for (long j = 0; j < columns; j++) memcpy(c + j * stride_c, here + j * GK_PANEL, bytes);
}

void gk_outer_product(long rows, long m, long n, const float *a, long stride_a, const float *b, long stride_b,
                      float *c, long stride_c) {
  _Alignas(64) float panel[DEPTH * GK_PANEL];
  const long tiles = (m + TILE - 1) / TILE;
  for (long span = 0; span < rows; span += SPAN) {
    const long end = rows - span < SPAN ? rows : span + SPAN;
    for (long column = 0; column < n; column += GK_PANEL) {
      const long width = n - column < GK_PANEL ? n - column : GK_PANEL;
      for (long top = span; top < end; top += DEPTH) {
        const long depth = end - top < DEPTH ? end - top : DEPTH;
        gk_pack_rows(depth, width, b + top * stride_b + column, stride_b, panel);
        for (long tile = 0; tile < tiles; tile++) {
          const long first = m * tile / tiles, columns = m * (tile + 1) / tiles - first;
          const outer_product product = outer_products[columns];
          const float *from = a + top * stride_a + first;
          float *to = c + first * stride_c + column;
          if (width == GK_PANEL)
            product(depth, from, stride_a, panel, top > 0, to, stride_c);
          else
            partial_outer(product, columns, width, depth, from, stride_a, panel, top > 0, to, stride_c);
        }
      }
    }
  }
}

#else
int gk_has_panels(void) { return 0; }
void gk_outer_product(long rows, long m, long n, const float *a, long stride_a, const float *b, long stride_b,
                      float *c, long stride_c) {}
void gk_panel_product(long m, long n, long k, const float *a, long stride_a, const float *panels, const float *base,
                      long stride_base, const float *bias, float *c, long stride_c) {}
#endif
