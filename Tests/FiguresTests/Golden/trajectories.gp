set encoding utf8
set terminal svg size 380,278 fixed enhanced font 'Inter,12' rounded background rgb 'white'
set multiplot
set key off
set datafile separator whitespace
set lmargin at screen 0.14252; set rmargin at screen 0.97895; set bmargin at screen 0.1259; set tmargin at screen 0.97482
set border 3 lw 0.8 lc rgb '#222222'
set style line 11 lc rgb '#e3e3e3' lw 0.6 dt solid
set grid xtics ytics noy2tics ls 11 back
unset logscale x
set xrange [-0.07999999999999996:1.08] noextend
set xtics nomirror out scale 0.5,0.25 ('' 0.0 0, '' 0.2 0, '' 0.4 0, '' 0.6 0, '' 0.8 0, '' 1.0 0)
unset logscale y
set yrange [-0.30565151457947926:0.5556515145794793] noextend
set ytics nomirror out scale 0.5,0.25 ('' -0.3 0, '' -0.2 0, '' -0.1 0, '' 0.0 0, '' 0.1 0, '' 0.2 0, '' 0.3 0, '' 0.4 0, '' 0.5 0)
unset y2tics
set label '0.0' at screen 0.2002,0.07914 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.2' at screen 0.34441,0.07914 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.4' at screen 0.48863,0.07914 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.6' at screen 0.63284,0.07914 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.8' at screen 0.77705,0.07914 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1.0' at screen 0.92126,0.07914 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'PC 1' at screen 0.56073,0.02518 center front font 'Inter,12' textcolor rgb '#222222' noenhanced
set label '−0.3' at screen 0.12146,0.13147 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '−0.2' at screen 0.12146,0.23003 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '−0.1' at screen 0.12146,0.32859 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.0' at screen 0.12146,0.42716 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.1' at screen 0.12146,0.52572 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.2' at screen 0.12146,0.62428 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.3' at screen 0.12146,0.72284 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.4' at screen 0.12146,0.82141 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.5' at screen 0.12146,0.91997 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'PC 2' at screen 0.02368,0.55036 center rotate by 90 front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.16357,0.91727 to screen 0.17146,0.91727 nohead front lw 2 lc rgb '#add2e6' dt solid
set arrow from screen 0.17146,0.91727 to screen 0.17936,0.91727 nohead front lw 2 lc rgb '#8bbfdc' dt solid
set arrow from screen 0.17936,0.91727 to screen 0.18725,0.91727 nohead front lw 2 lc rgb '#68acd1' dt solid
set arrow from screen 0.18725,0.91727 to screen 0.19515,0.91727 nohead front lw 2 lc rgb '#4598c7' dt solid
set arrow from screen 0.19515,0.91727 to screen 0.20304,0.91727 nohead front lw 2 lc rgb '#2385bc' dt solid
set arrow from screen 0.20304,0.91727 to screen 0.21094,0.91727 nohead front lw 2 lc rgb '#0072b2' dt solid
set label 'run 0' at screen 0.22673,0.91727 left front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.16357,0.85971 to screen 0.17146,0.85971 nohead front lw 2 lc rgb '#f2cbad' dt solid
set arrow from screen 0.17146,0.85971 to screen 0.17936,0.85971 nohead front lw 2 lc rgb '#ecb68b' dt solid
set arrow from screen 0.17936,0.85971 to screen 0.18725,0.85971 nohead front lw 2 lc rgb '#e6a068' dt solid
set arrow from screen 0.18725,0.85971 to screen 0.19515,0.85971 nohead front lw 2 lc rgb '#e08a45' dt solid
set arrow from screen 0.19515,0.85971 to screen 0.20304,0.85971 nohead front lw 2 lc rgb '#db7423' dt solid
set arrow from screen 0.20304,0.85971 to screen 0.21094,0.85971 nohead front lw 2 lc rgb '#d55e00' dt solid
set label 'run 1' at screen 0.22673,0.85971 left front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.16357,0.80216 to screen 0.17146,0.80216 nohead front lw 2 lc rgb '#c0c0c0' dt solid
set arrow from screen 0.17146,0.80216 to screen 0.17936,0.80216 nohead front lw 2 lc rgb '#a5a5a5' dt solid
set arrow from screen 0.17936,0.80216 to screen 0.18725,0.80216 nohead front lw 2 lc rgb '#8a8a8a' dt solid
set arrow from screen 0.18725,0.80216 to screen 0.19515,0.80216 nohead front lw 2 lc rgb '#707070' dt solid
set arrow from screen 0.19515,0.80216 to screen 0.20304,0.80216 nohead front lw 2 lc rgb '#555555' dt solid
set arrow from screen 0.20304,0.80216 to screen 0.21094,0.80216 nohead front lw 2 lc rgb '#3a3a3a' dt solid
set label 'step →' at screen 0.22673,0.80216 left front font 'Inter,12' textcolor rgb '#222222' noenhanced
$T1 << EOD
1.0 0.0
0.9025 0.0475
0.81 0.09000000000000001
EOD
$T2 << EOD
0.81 0.09000000000000001
0.7224999999999999 0.1275
EOD
$T3 << EOD
0.7224999999999999 0.1275
0.6400000000000001 0.16000000000000003
EOD
$T4 << EOD
0.6400000000000001 0.16000000000000003
0.5625 0.1875
EOD
$T5 << EOD
0.5625 0.1875
0.48999999999999994 0.21
EOD
$T6 << EOD
0.48999999999999994 0.21
0.42250000000000004 0.22749999999999998
EOD
$T7 << EOD
0.42250000000000004 0.22749999999999998
0.36 0.24
EOD
$T8 << EOD
0.36 0.24
0.30250000000000005 0.24750000000000003
EOD
$T9 << EOD
0.30250000000000005 0.24750000000000003
0.25 0.25
EOD
$T10 << EOD
0.25 0.25
0.20249999999999996 0.2475
EOD
$T11 << EOD
0.20249999999999996 0.2475
0.16000000000000003 0.24
EOD
$T12 << EOD
0.16000000000000003 0.24
0.12249999999999998 0.22749999999999998
EOD
$T13 << EOD
0.12249999999999998 0.22749999999999998
0.09000000000000002 0.21000000000000002
EOD
$T14 << EOD
0.09000000000000002 0.21000000000000002
0.0625 0.1875
EOD
$T15 << EOD
0.0625 0.1875
0.03999999999999998 0.15999999999999998
EOD
$T16 << EOD
0.03999999999999998 0.15999999999999998
0.022500000000000006 0.1275
EOD
$T17 << EOD
0.022500000000000006 0.1275
0.009999999999999995 0.08999999999999998
EOD
$T18 << EOD
0.009999999999999995 0.08999999999999998
0.0025000000000000044 0.04750000000000004
EOD
$T19 << EOD
0.0025000000000000044 0.04750000000000004
0.0 0.0
EOD
$T20 << EOD
0.3 0.0
0.27075 0.014249999999999999
0.24300000000000002 0.027
EOD
$T21 << EOD
0.24300000000000002 0.027
0.21675 0.03825
EOD
$T22 << EOD
0.21675 0.03825
0.192 0.048
EOD
$T23 << EOD
0.192 0.048
0.16874999999999998 0.056249999999999994
EOD
$T24 << EOD
0.16874999999999998 0.056249999999999994
0.147 0.063
EOD
$T25 << EOD
0.147 0.063
0.12675 0.06825
EOD
$T26 << EOD
0.12675 0.06825
0.108 0.072
EOD
$T27 << EOD
0.108 0.072
0.09075000000000001 0.07425000000000001
EOD
$T28 << EOD
0.09075000000000001 0.07425000000000001
0.075 0.075
EOD
$T29 << EOD
0.075 0.075
0.060749999999999985 0.07425
EOD
$T30 << EOD
0.060749999999999985 0.07425
0.048 0.072
EOD
$T31 << EOD
0.048 0.072
0.03675 0.06824999999999999
EOD
$T32 << EOD
0.03675 0.06824999999999999
0.027000000000000007 0.063
EOD
$T33 << EOD
0.027000000000000007 0.063
0.01875 0.056249999999999994
EOD
$T34 << EOD
0.01875 0.056249999999999994
0.011999999999999993 0.04799999999999999
EOD
$T35 << EOD
0.011999999999999993 0.04799999999999999
0.006750000000000002 0.038250000000000006
EOD
$T36 << EOD
0.006750000000000002 0.038250000000000006
0.0029999999999999983 0.026999999999999996
EOD
$T37 << EOD
0.0029999999999999983 0.026999999999999996
0.0007500000000000013 0.014250000000000011
EOD
$T38 << EOD
0.0007500000000000013 0.014250000000000011
0.0 0.0
EOD
set label 'A' at screen 0.93705,0.44874 left front font 'Inter:Bold,12' textcolor rgb '#222222' noenhanced
set label 'C' at screen 0.21599,0.44874 left front font 'Inter:Bold,12' textcolor rgb '#222222' noenhanced
set label 'A' at screen 0.43231,0.44874 left front font 'Inter:Bold,12' textcolor rgb '#222222' noenhanced
$T39 << EOD
1.0 0.0
0.0 0.0
0.3 0.0
EOD
plot $T1 using 1:2 with lines lw 2 lc rgb '#acd1e6' dt solid, \
  $T2 using 1:2 with lines lw 2 lc rgb '#84bbda' dt solid, \
  $T3 using 1:2 with lines lw 2 lc rgb '#6eafd3' dt solid, \
  $T4 using 1:2 with lines lw 2 lc rgb '#5ca5ce' dt solid, \
  $T5 using 1:2 with lines lw 2 lc rgb '#519fcb' dt solid, \
  $T6 using 1:2 with lines lw 2 lc rgb '#4699c7' dt solid, \
  $T7 using 1:2 with lines lw 2 lc rgb '#3c93c4' dt solid, \
  $T8 using 1:2 with lines lw 2 lc rgb '#348fc2' dt solid, \
  $T9 using 1:2 with lines lw 2 lc rgb '#2d8bc0' dt solid, \
  $T10 using 1:2 with lines lw 2 lc rgb '#2a89bf' dt solid, \
  $T11 using 1:2 with lines lw 2 lc rgb '#2285bc' dt solid, \
  $T12 using 1:2 with lines lw 2 lc rgb '#1f83bb' dt solid, \
  $T13 using 1:2 with lines lw 2 lc rgb '#177fb9' dt solid, \
  $T14 using 1:2 with lines lw 2 lc rgb '#147db8' dt solid, \
  $T15 using 1:2 with lines lw 2 lc rgb '#107bb7' dt solid, \
  $T16 using 1:2 with lines lw 2 lc rgb '#0d79b6' dt solid, \
  $T17 using 1:2 with lines lw 2 lc rgb '#0977b5' dt solid, \
  $T18 using 1:2 with lines lw 2 lc rgb '#0575b4' dt solid, \
  $T19 using 1:2 with lines lw 2 lc rgb '#0273b3' dt solid, \
  $T20 using 1:2 with lines lw 2 lc rgb '#f1caac' dt solid, \
  $T21 using 1:2 with lines lw 2 lc rgb '#ebb184' dt solid, \
  $T22 using 1:2 with lines lw 2 lc rgb '#e7a46e' dt solid, \
  $T23 using 1:2 with lines lw 2 lc rgb '#e4985c' dt solid, \
  $T24 using 1:2 with lines lw 2 lc rgb '#e29151' dt solid, \
  $T25 using 1:2 with lines lw 2 lc rgb '#e18a46' dt solid, \
  $T26 using 1:2 with lines lw 2 lc rgb '#df843c' dt solid, \
  $T27 using 1:2 with lines lw 2 lc rgb '#de7f34' dt solid, \
  $T28 using 1:2 with lines lw 2 lc rgb '#dc7b2d' dt solid, \
  $T29 using 1:2 with lines lw 2 lc rgb '#dc782a' dt solid, \
  $T30 using 1:2 with lines lw 2 lc rgb '#db7422' dt solid, \
  $T31 using 1:2 with lines lw 2 lc rgb '#da711f' dt solid, \
  $T32 using 1:2 with lines lw 2 lc rgb '#d96d17' dt solid, \
  $T33 using 1:2 with lines lw 2 lc rgb '#d86b14' dt solid, \
  $T34 using 1:2 with lines lw 2 lc rgb '#d86810' dt solid, \
  $T35 using 1:2 with lines lw 2 lc rgb '#d7660d' dt solid, \
  $T36 using 1:2 with lines lw 2 lc rgb '#d66409' dt solid, \
  $T37 using 1:2 with lines lw 2 lc rgb '#d66105' dt solid, \
  $T38 using 1:2 with lines lw 2 lc rgb '#d55f02' dt solid, \
  $T39 using 1:2 with points pt 7 ps 0.75 lc rgb '#ffffff', \
  $T39 using 1:2 with points pt 6 ps 0.75 lw 1.4 lc rgb '#222222'
unset label; unset arrow; unset object
unset multiplot
