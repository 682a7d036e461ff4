#include "CKernels.h"
#include "Elementary.h"

/* Matrix products with one factor laid out in panels of 32 columns, [k, 32] each, the last 16 wide if that is enough: a
   tile of up to 14 rows and one panel's columns stays in the 32 registers of AVX-512 for the whole sum. Every number
   is a sum in the order of k, whatever the tile, so results do not depend on how rows are cut. Only at x86-64-v4 are
   they faster than BLAS; elsewhere plain loops stand in for the tiles. */

#define TILE 14

/* Columns of the panel that begins `left` columns before the end of the matrix. */
INLINE long panel_width(long left) { return left > LANES ? GK_PANEL : LANES; }

KERNEL(void, gk_pack_rows,
       (long k, long n, const float *b, long stride_b, float *panels),
       (k, n, b, stride_b, panels)) {
  for (long column = 0; column < n; column += GK_PANEL) {
    const long left = n - column, width = panel_width(left);
    for (long i = 0; i < k; i++, panels += width) {
      const float *row = b + i * stride_b + column;
      if (left >= GK_PANEL) {
        memcpy(panels, row, GK_PANEL * sizeof(float));
      } else {
        for (long j = 0; j < width; j++) panels[j] = j < left ? row[j] : 0.0f;
      }
    }
  }
}

/* One round of turning a block of 16 x 16 round: pairs of rows `d` apart swap what lies off the diagonal of their blocks. */
#define SWAP(d, ...)                                                                                                 \
  _Pragma("unroll") for (int i = 0; i < LANES; i++) {                                                                \
    if (i & d) continue;                                                                                             \
    const lanes upper = row[i], lower = row[i + d];                                                                  \
    row[i] = __builtin_shufflevector(upper, lower, __VA_ARGS__);                                                     \
    row[i + d] = SECOND_##d;                                                                                         \
  }
#define SECOND_1 __builtin_shufflevector(upper, lower, 1, 17, 3, 19, 5, 21, 7, 23, 9, 25, 11, 27, 13, 29, 15, 31)
#define SECOND_2 __builtin_shufflevector(upper, lower, 2, 3, 18, 19, 6, 7, 22, 23, 10, 11, 26, 27, 14, 15, 30, 31)
#define SECOND_4 __builtin_shufflevector(upper, lower, 4, 5, 6, 7, 20, 21, 22, 23, 12, 13, 14, 15, 28, 29, 30, 31)
#define SECOND_8 __builtin_shufflevector(upper, lower, 8, 9, 10, 11, 12, 13, 14, 15, 24, 25, 26, 27, 28, 29, 30, 31)

/* to[i, j] = from[j, i] for 16 x 16 numbers. */
INLINE void turn_block(const float *from, long stride_from, float *to, long stride_to) {
  lanes row[LANES];
  _Pragma("unroll") for (int j = 0; j < LANES; j++) row[j] = *(const lanes *)(from + j * stride_from);
  SWAP(8, 0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23)
  SWAP(4, 0, 1, 2, 3, 16, 17, 18, 19, 8, 9, 10, 11, 24, 25, 26, 27)
  SWAP(2, 0, 1, 16, 17, 4, 5, 20, 21, 8, 9, 24, 25, 12, 13, 28, 29)
  SWAP(1, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30)
  _Pragma("unroll") for (int i = 0; i < LANES; i++) *(lanes *)(to + i * stride_to) = row[i];
}

KERNEL(void, gk_pack_columns,
       (long k, long n, const float *b, long stride_b, float *panels),
       (k, n, b, stride_b, panels)) {
  for (long column = 0; column < n; column += GK_PANEL) {
    const long left = n - column, width = panel_width(left);
    for (long block = 0; block < width; block += LANES) {
      const float *from = b + (column + block) * stride_b;
      for (long top = 0; top < k; top += LANES) {
        float *to = panels + top * width + block;
        if (left - block >= LANES && k - top >= LANES) {
          turn_block(from + top, stride_b, to, width);
        } else {
          for (long i = 0; i < LANES && i < k - top; i++)
            for (long j = 0; j < LANES; j++) to[i * width + j] = j < left - block ? from[j * stride_b + top + i] : 0.0f;
        }
      }
    }
    panels += k * width;
  }
}

int gk_panels_pay(void) { return gk_level == LEVEL_V4; }

/* One tile: c[rows, width] = base + bias + sum over i < k of a[., i] panel[i, width]; what is missing is zero. */
typedef void (*tile_product)(long k, const float *a, long stride_a, const float *panel, const float *base,
                             long stride_base, const float *bias, float *c, long stride_c);

/* a's number for row r and term i is a[r * across + i * along]. */
INLINE void tile(const long rows, const long vectors, const long across, const long along, long k, const float *a,
                 const float *panel, const float *base, long stride_base, const float *bias, float *c,
                 long stride_c) {
  lanes sum[TILE][2];
  _Pragma("unroll") for (int r = 0; r < rows; r++) {
    _Pragma("unroll") for (int v = 0; v < vectors; v++) {
      sum[r][v] = base ? *(const lanes *)(base + r * stride_base + v * LANES) : (lanes)0.0f;
      if (bias) sum[r][v] += *(const lanes *)(bias + v * LANES);
    }
  }
  for (long i = 0; i < k; i++, a += along, panel += vectors * LANES) {
    if (across == 1) { /* Terms are far apart: they are fetched ahead. */
      __builtin_prefetch(a + 8 * along);
      __builtin_prefetch(a + 8 * along + rows - 1);
    }
    lanes factors[2];
    _Pragma("unroll") for (int v = 0; v < vectors; v++) factors[v] = *(const lanes *)(panel + v * LANES);
    _Pragma("unroll") for (int r = 0; r < rows; r++) {
      const lanes factor = a[r * across];
      _Pragma("unroll") for (int v = 0; v < vectors; v++) sum[r][v] += factor * factors[v];
    }
  }
  _Pragma("unroll") for (int r = 0; r < rows; r++) {
    _Pragma("unroll") for (int v = 0; v < vectors; v++) *(lanes *)(c + r * stride_c + v * LANES) = sum[r][v];
  }
}

/* A tile of any size, for every processor. */
static void plain_tile(long rows, long vectors, long across, long along, long k, const float *a, const float *panel,
                       const float *base, long stride_base, const float *bias, float *c, long stride_c) {
  for (long r = 0; r < rows; r++)
    for (long j = 0; j < vectors * LANES; j++) {
      float sum = (base ? base[r * stride_base + j] : 0.0f) + (bias ? bias[j] : 0.0f);
      for (long i = 0; i < k; i++) sum += a[r * across + i * along] * panel[i * vectors * LANES + j];
      c[r * stride_c + j] = sum;
    }
}

#define PLAIN_PRODUCT(name, rows, vectors, across, along)                                                            \
  static void plain_##name(long k, const float *a, long stride_a, const float *panel, const float *base,             \
                           long stride_base, const float *bias, float *c, long stride_c) {                           \
    plain_tile(rows, vectors, across, along, k, a, panel, base, stride_base, bias, c, stride_c);                     \
  }

#if defined(__x86_64__)
#define TILE_PRODUCT(name, rows, vectors, across, along)                                                             \
  __attribute__((target("arch=x86-64-v4"), min_vector_width(512))) static void name(                                 \
      long k, const float *a, long stride_a, const float *panel, const float *base, long stride_base,                \
      const float *bias, float *c, long stride_c) {                                                                  \
    tile(rows, vectors, across, along, k, a, panel, base, stride_base, bias, c, stride_c);                           \
  }                                                                                                                  \
  PLAIN_PRODUCT(name, rows, vectors, across, along)
#else
#define TILE_PRODUCT PLAIN_PRODUCT
#endif

/* Tiles of every height for both widths: of products, whose terms lie side by side, and of outer products, whose rows
   do. */
#define TILE_PRODUCTS(rows)                                                                                          \
  TILE_PRODUCT(narrow_##rows, rows, 1, stride_a, 1)                                                                  \
  TILE_PRODUCT(wide_##rows, rows, 2, stride_a, 1)                                                                    \
  TILE_PRODUCT(narrow_outer_##rows, rows, 1, 1, stride_a)                                                            \
  TILE_PRODUCT(wide_outer_##rows, rows, 2, 1, stride_a)

TILE_PRODUCTS(1)
TILE_PRODUCTS(2)
TILE_PRODUCTS(3)
TILE_PRODUCTS(4)
TILE_PRODUCTS(5)
TILE_PRODUCTS(6)
TILE_PRODUCTS(7)
TILE_PRODUCTS(8)
TILE_PRODUCTS(9)
TILE_PRODUCTS(10)
TILE_PRODUCTS(11)
TILE_PRODUCTS(12)
TILE_PRODUCTS(13)
TILE_PRODUCTS(14)

#define HEIGHTS(name)                                                                                                \
  {                                                                                                                  \
    0, name##_1, name##_2, name##_3, name##_4, name##_5, name##_6, name##_7, name##_8, name##_9, name##_10,          \
        name##_11, name##_12, name##_13, name##_14                                                                   \
  }

/* By [whether it is wide][rows]. */
typedef const tile_product tile_products[2][TILE + 1];
static tile_products plain_products = {HEIGHTS(plain_narrow), HEIGHTS(plain_wide)};
static tile_products plain_outer_products = {HEIGHTS(plain_narrow_outer), HEIGHTS(plain_wide_outer)};
#if defined(__x86_64__)
static tile_products products = {HEIGHTS(narrow), HEIGHTS(wide)};
static tile_products outer_products = {HEIGHTS(narrow_outer), HEIGHTS(wide_outer)};
#define IN_USE(tiles) (gk_level == LEVEL_V4 ? &tiles : &plain_##tiles)
#else
#define IN_USE(tiles) &plain_##tiles
#endif

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

/* One tile whose panel begins `left` columns before the end of the matrix. */
INLINE void run_tile(tile_products *kinds, long rows, long left, long k, const float *a,
                     long stride_a, const float *panel, const float *base, long stride_base, const float *bias,
                     float *c, long stride_c) {
  const tile_product product = (*kinds)[left > LANES][rows];
  if (left >= GK_PANEL || left == LANES)
    product(k, a, stride_a, panel, base, stride_base, bias, c, stride_c);
  else
    partial_tile(product, rows, left, k, a, stride_a, panel, base, stride_base, bias, c, stride_c);
}

void gk_panel_product(long m, long n, long k, const float *a, long stride_a, const float *panels, const float *base,
                      long stride_base, const float *bias, float *c, long stride_c) {
  const long tiles = (m + TILE - 1) / TILE;
  tile_products *kinds = IN_USE(products);
  for (long t = 0; t < tiles; t++) {
    const long first = m * t / tiles, rows = m * (t + 1) / tiles - first;
    for (long column = 0; column < n; column += GK_PANEL)
      run_tile(kinds, rows, n - column, k, a + first * stride_a, stride_a, panels + column * k,
               base ? base + first * stride_base + column : 0, stride_base, bias ? bias + column : 0,
               c + first * stride_c + column, stride_c);
  }
}

/* Rows whose panel stays in the first-level cache while all tiles use it, and rows of which all that tiles read stays
   in the second-level cache while all panels use it. */
#define DEPTH 128
#define SPAN 768

/* One panel of a stretch of columns, of rows that stand anywhere. */
static void pack_chosen_rows(long k, long columns, const float *b, long stride_b, const int32_t *rows,
                             float *panel) {
  const long width = panel_width(columns);
  for (long i = 0; i < k; i++, panel += width) {
    memcpy(panel, b + rows[i] * stride_b, (unsigned long)columns * sizeof(float));
    for (long j = columns; j < width; j++) panel[j] = 0.0f;
  }
}

void gk_outer_product(long rows, long m, long n, const float *a, long stride_a, const float *b, long stride_b,
                      const int32_t *b_rows, float *c, long stride_c) {
  _Alignas(64) float panel[DEPTH * GK_PANEL];
  const long tiles = (m + TILE - 1) / TILE;
  tile_products *kinds = IN_USE(outer_products);
  for (long span = 0; span < rows; span += SPAN) {
    const long end = rows - span < SPAN ? rows : span + SPAN;
    for (long column = 0; column < n; column += GK_PANEL) {
      const long left = n - column, columns = left < GK_PANEL ? left : GK_PANEL;
      for (long top = span; top < end; top += DEPTH) {
        const long depth = end - top < DEPTH ? end - top : DEPTH;
        if (b_rows)
          pack_chosen_rows(depth, columns, b + column, stride_b, b_rows + top, panel);
        else
          gk_pack_rows(depth, columns, b + top * stride_b + column, stride_b, panel);
        /* What the next panel is made of arrives while the tiles are at work. */
        const int ends = top + depth == end;
        const long next_top = ends ? span : top + DEPTH, next_column = ends ? column + GK_PANEL : column;
        const long next_end = end - next_top < DEPTH ? end - next_top : DEPTH;
        const long next_depth = next_column < n ? next_end : 0;
        for (long t = 0; t < tiles; t++) {
          const long first = m * t / tiles, columns = m * (t + 1) / tiles - first;
          for (long i = next_depth * t / tiles; i < next_depth * (t + 1) / tiles; i++) {
            const float *next = b + (b_rows ? b_rows[next_top + i] : next_top + i) * stride_b + next_column;
            __builtin_prefetch(next, 0, 2);
            __builtin_prefetch(next + LANES, 0, 2);
          }
          float *to = c + first * stride_c + column;
          run_tile(kinds, columns, left, depth, a + top * stride_a + first, stride_a, panel,
                   top > 0 ? to : 0, stride_c, 0, to, stride_c);
        }
      }
    }
  }
}
