set encoding utf8
set terminal svg size 380,278 fixed enhanced font 'Inter,12' rounded background rgb 'white'
set multiplot
set key off
set datafile separator whitespace
set lmargin at screen 0.14269; set rmargin at screen 0.8084; set bmargin at screen 0.1259; set tmargin at screen 0.97482
set border 3 lw 0.8 lc rgb '#222222'
set style line 11 lc rgb '#e3e3e3' lw 0.6 dt solid
set grid xtics ytics noy2tics ls 11 back
unset logscale x
set xrange [-0.07999999999999996:1.08] noextend
set xtics nomirror out scale 0.5,0.25 ('' 0.0 0, '' 0.2 0, '' 0.4 0, '' 0.6 0, '' 0.8 0, '' 1.0 0)
unset logscale y
set yrange [-0.41609396803560905:0.666093968035609] noextend
set ytics nomirror out scale 0.5,0.25 ('' -0.4 0, '' -0.2 0, '' 0.0 0, '' 0.2 0, '' 0.4 0, '' 0.6 0)
unset y2tics
set label '0.0' at screen 0.1886,0.07914 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.2' at screen 0.30338,0.07914 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.4' at screen 0.41815,0.07914 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.6' at screen 0.53293,0.07914 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.8' at screen 0.64771,0.07914 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1.0' at screen 0.76249,0.07914 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'PC 1' at screen 0.47554,0.02518 center front font 'Inter,12' textcolor rgb '#222222' noenhanced
set label '−0.4' at screen 0.12164,0.13852 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '−0.2' at screen 0.12164,0.29541 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.0' at screen 0.12164,0.4523 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.2' at screen 0.12164,0.60919 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.4' at screen 0.12164,0.76608 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.6' at screen 0.12164,0.92297 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'PC 2' at screen 0.02368,0.55036 center rotate by 90 front font 'Inter,12' textcolor rgb '#222222' noenhanced
set object rectangle from screen 0.83471,0.1259 to screen 0.8584,0.14359 behind fc rgb '#440355' fs solid noborder
set object rectangle from screen 0.83471,0.13474 to screen 0.8584,0.15243 behind fc rgb '#440658' fs solid noborder
set object rectangle from screen 0.83471,0.14359 to screen 0.8584,0.16127 behind fc rgb '#45095b' fs solid noborder
set object rectangle from screen 0.83471,0.15243 to screen 0.8584,0.17011 behind fc rgb '#450d5e' fs solid noborder
set object rectangle from screen 0.83471,0.16127 to screen 0.8584,0.17896 behind fc rgb '#451061' fs solid noborder
set object rectangle from screen 0.83471,0.17011 to screen 0.8584,0.1878 behind fc rgb '#451464' fs solid noborder
set object rectangle from screen 0.83471,0.17896 to screen 0.8584,0.19664 behind fc rgb '#461767' fs solid noborder
set object rectangle from screen 0.83471,0.1878 to screen 0.8584,0.20549 behind fc rgb '#461a6a' fs solid noborder
set object rectangle from screen 0.83471,0.19664 to screen 0.8584,0.21433 behind fc rgb '#461e6d' fs solid noborder
set object rectangle from screen 0.83471,0.20549 to screen 0.8584,0.22317 behind fc rgb '#462170' fs solid noborder
set object rectangle from screen 0.83471,0.21433 to screen 0.8584,0.23201 behind fc rgb '#462473' fs solid noborder
set object rectangle from screen 0.83471,0.22317 to screen 0.8584,0.24086 behind fc rgb '#472876' fs solid noborder
set object rectangle from screen 0.83471,0.23201 to screen 0.8584,0.2497 behind fc rgb '#472b79' fs solid noborder
set object rectangle from screen 0.83471,0.24086 to screen 0.8584,0.25854 behind fc rgb '#462e7b' fs solid noborder
set object rectangle from screen 0.83471,0.2497 to screen 0.8584,0.26739 behind fc rgb '#45317c' fs solid noborder
set object rectangle from screen 0.83471,0.25854 to screen 0.8584,0.27623 behind fc rgb '#44347e' fs solid noborder
set object rectangle from screen 0.83471,0.26739 to screen 0.8584,0.28507 behind fc rgb '#43377f' fs solid noborder
set object rectangle from screen 0.83471,0.27623 to screen 0.8584,0.29391 behind fc rgb '#433a80' fs solid noborder
set object rectangle from screen 0.83471,0.28507 to screen 0.8584,0.30276 behind fc rgb '#423d82' fs solid noborder
set object rectangle from screen 0.83471,0.29391 to screen 0.8584,0.3116 behind fc rgb '#414083' fs solid noborder
set object rectangle from screen 0.83471,0.30276 to screen 0.8584,0.32044 behind fc rgb '#404284' fs solid noborder
set object rectangle from screen 0.83471,0.3116 to screen 0.8584,0.32929 behind fc rgb '#3f4586' fs solid noborder
set object rectangle from screen 0.83471,0.32044 to screen 0.8584,0.33813 behind fc rgb '#3e4887' fs solid noborder
set object rectangle from screen 0.83471,0.32929 to screen 0.8584,0.34697 behind fc rgb '#3d4b88' fs solid noborder
set object rectangle from screen 0.83471,0.33813 to screen 0.8584,0.35582 behind fc rgb '#3c4e8a' fs solid noborder
set object rectangle from screen 0.83471,0.34697 to screen 0.8584,0.36466 behind fc rgb '#3b518b' fs solid noborder
set object rectangle from screen 0.83471,0.35582 to screen 0.8584,0.3735 behind fc rgb '#3a538b' fs solid noborder
set object rectangle from screen 0.83471,0.36466 to screen 0.8584,0.38234 behind fc rgb '#39568b' fs solid noborder
set object rectangle from screen 0.83471,0.3735 to screen 0.8584,0.39119 behind fc rgb '#38588c' fs solid noborder
set object rectangle from screen 0.83471,0.38234 to screen 0.8584,0.40003 behind fc rgb '#365b8c' fs solid noborder
set object rectangle from screen 0.83471,0.39119 to screen 0.8584,0.40887 behind fc rgb '#355d8c' fs solid noborder
set object rectangle from screen 0.83471,0.40003 to screen 0.8584,0.41772 behind fc rgb '#34608c' fs solid noborder
set object rectangle from screen 0.83471,0.40887 to screen 0.8584,0.42656 behind fc rgb '#33628d' fs solid noborder
set object rectangle from screen 0.83471,0.41772 to screen 0.8584,0.4354 behind fc rgb '#32658d' fs solid noborder
set object rectangle from screen 0.83471,0.42656 to screen 0.8584,0.44424 behind fc rgb '#30678d' fs solid noborder
set object rectangle from screen 0.83471,0.4354 to screen 0.8584,0.45309 behind fc rgb '#2f6a8d' fs solid noborder
set object rectangle from screen 0.83471,0.44424 to screen 0.8584,0.46193 behind fc rgb '#2e6c8e' fs solid noborder
set object rectangle from screen 0.83471,0.45309 to screen 0.8584,0.47077 behind fc rgb '#2d6f8e' fs solid noborder
set object rectangle from screen 0.83471,0.46193 to screen 0.8584,0.47962 behind fc rgb '#2c718e' fs solid noborder
set object rectangle from screen 0.83471,0.47077 to screen 0.8584,0.48846 behind fc rgb '#2b748e' fs solid noborder
set object rectangle from screen 0.83471,0.47962 to screen 0.8584,0.4973 behind fc rgb '#2a768e' fs solid noborder
set object rectangle from screen 0.83471,0.48846 to screen 0.8584,0.50615 behind fc rgb '#29798e' fs solid noborder
set object rectangle from screen 0.83471,0.4973 to screen 0.8584,0.51499 behind fc rgb '#287b8e' fs solid noborder
set object rectangle from screen 0.83471,0.50615 to screen 0.8584,0.52383 behind fc rgb '#287e8e' fs solid noborder
set object rectangle from screen 0.83471,0.51499 to screen 0.8584,0.53267 behind fc rgb '#27808e' fs solid noborder
set object rectangle from screen 0.83471,0.52383 to screen 0.8584,0.54152 behind fc rgb '#26828d' fs solid noborder
set object rectangle from screen 0.83471,0.53267 to screen 0.8584,0.55036 behind fc rgb '#25858d' fs solid noborder
set object rectangle from screen 0.83471,0.54152 to screen 0.8584,0.5592 behind fc rgb '#24878d' fs solid noborder
set object rectangle from screen 0.83471,0.55036 to screen 0.8584,0.56805 behind fc rgb '#238a8d' fs solid noborder
set object rectangle from screen 0.83471,0.5592 to screen 0.8584,0.57689 behind fc rgb '#228c8d' fs solid noborder
set object rectangle from screen 0.83471,0.56805 to screen 0.8584,0.58573 behind fc rgb '#218f8d' fs solid noborder
set object rectangle from screen 0.83471,0.57689 to screen 0.8584,0.59457 behind fc rgb '#21918d' fs solid noborder
set object rectangle from screen 0.83471,0.58573 to screen 0.8584,0.60342 behind fc rgb '#22938c' fs solid noborder
set object rectangle from screen 0.83471,0.59457 to screen 0.8584,0.61226 behind fc rgb '#22968b' fs solid noborder
set object rectangle from screen 0.83471,0.60342 to screen 0.8584,0.6211 behind fc rgb '#23988a' fs solid noborder
set object rectangle from screen 0.83471,0.61226 to screen 0.8584,0.62995 behind fc rgb '#239a89' fs solid noborder
set object rectangle from screen 0.83471,0.6211 to screen 0.8584,0.63879 behind fc rgb '#249c88' fs solid noborder
set object rectangle from screen 0.83471,0.62995 to screen 0.8584,0.64763 behind fc rgb '#249f87' fs solid noborder
set object rectangle from screen 0.83471,0.63879 to screen 0.8584,0.65647 behind fc rgb '#24a186' fs solid noborder
set object rectangle from screen 0.83471,0.64763 to screen 0.8584,0.66532 behind fc rgb '#25a385' fs solid noborder
set object rectangle from screen 0.83471,0.65647 to screen 0.8584,0.67416 behind fc rgb '#25a584' fs solid noborder
set object rectangle from screen 0.83471,0.66532 to screen 0.8584,0.683 behind fc rgb '#26a883' fs solid noborder
set object rectangle from screen 0.83471,0.67416 to screen 0.8584,0.69185 behind fc rgb '#26aa82' fs solid noborder
set object rectangle from screen 0.83471,0.683 to screen 0.8584,0.70069 behind fc rgb '#27ac81' fs solid noborder
set object rectangle from screen 0.83471,0.69185 to screen 0.8584,0.70953 behind fc rgb '#2aae7f' fs solid noborder
set object rectangle from screen 0.83471,0.70069 to screen 0.8584,0.71838 behind fc rgb '#2eb17d' fs solid noborder
set object rectangle from screen 0.83471,0.70953 to screen 0.8584,0.72722 behind fc rgb '#32b37b' fs solid noborder
set object rectangle from screen 0.83471,0.71838 to screen 0.8584,0.73606 behind fc rgb '#36b578' fs solid noborder
set object rectangle from screen 0.83471,0.72722 to screen 0.8584,0.7449 behind fc rgb '#3ab776' fs solid noborder
set object rectangle from screen 0.83471,0.73606 to screen 0.8584,0.75375 behind fc rgb '#3fb974' fs solid noborder
set object rectangle from screen 0.83471,0.7449 to screen 0.8584,0.76259 behind fc rgb '#43bb71' fs solid noborder
set object rectangle from screen 0.83471,0.75375 to screen 0.8584,0.77143 behind fc rgb '#47bd6f' fs solid noborder
set object rectangle from screen 0.83471,0.76259 to screen 0.8584,0.78028 behind fc rgb '#4bbf6d' fs solid noborder
set object rectangle from screen 0.83471,0.77143 to screen 0.8584,0.78912 behind fc rgb '#4fc16a' fs solid noborder
set object rectangle from screen 0.83471,0.78028 to screen 0.8584,0.79796 behind fc rgb '#53c468' fs solid noborder
set object rectangle from screen 0.83471,0.78912 to screen 0.8584,0.8068 behind fc rgb '#57c666' fs solid noborder
set object rectangle from screen 0.83471,0.79796 to screen 0.8584,0.81565 behind fc rgb '#5cc863' fs solid noborder
set object rectangle from screen 0.83471,0.8068 to screen 0.8584,0.82449 behind fc rgb '#62c960' fs solid noborder
set object rectangle from screen 0.83471,0.81565 to screen 0.8584,0.83333 behind fc rgb '#68cb5c' fs solid noborder
set object rectangle from screen 0.83471,0.82449 to screen 0.8584,0.84218 behind fc rgb '#6ecd58' fs solid noborder
set object rectangle from screen 0.83471,0.83333 to screen 0.8584,0.85102 behind fc rgb '#74ce54' fs solid noborder
set object rectangle from screen 0.83471,0.84218 to screen 0.8584,0.85986 behind fc rgb '#7ad050' fs solid noborder
set object rectangle from screen 0.83471,0.85102 to screen 0.8584,0.86871 behind fc rgb '#80d14c' fs solid noborder
set object rectangle from screen 0.83471,0.85986 to screen 0.8584,0.87755 behind fc rgb '#86d348' fs solid noborder
set object rectangle from screen 0.83471,0.86871 to screen 0.8584,0.88639 behind fc rgb '#8cd445' fs solid noborder
set object rectangle from screen 0.83471,0.87755 to screen 0.8584,0.89523 behind fc rgb '#92d641' fs solid noborder
set object rectangle from screen 0.83471,0.88639 to screen 0.8584,0.90408 behind fc rgb '#99d83d' fs solid noborder
set object rectangle from screen 0.83471,0.89523 to screen 0.8584,0.91292 behind fc rgb '#9fd939' fs solid noborder
set object rectangle from screen 0.83471,0.90408 to screen 0.8584,0.92176 behind fc rgb '#a5db35' fs solid noborder
set object rectangle from screen 0.83471,0.91292 to screen 0.8584,0.93061 behind fc rgb '#abdc32' fs solid noborder
set object rectangle from screen 0.83471,0.92176 to screen 0.8584,0.93945 behind fc rgb '#b1dd31' fs solid noborder
set object rectangle from screen 0.83471,0.93061 to screen 0.8584,0.94829 behind fc rgb '#b8de30' fs solid noborder
set object rectangle from screen 0.83471,0.93945 to screen 0.8584,0.95713 behind fc rgb '#bedf2f' fs solid noborder
set object rectangle from screen 0.83471,0.94829 to screen 0.8584,0.96598 behind fc rgb '#c5e02e' fs solid noborder
set object rectangle from screen 0.83471,0.95713 to screen 0.8584,0.97482 behind fc rgb '#cbe02d' fs solid noborder
set object rectangle from screen 0.83471,0.96598 to screen 0.8584,0.97482 behind fc rgb '#d2e12c' fs solid noborder
set arrow from screen 0.8584,0.32232 to screen 0.86629,0.32232 nohead back lw 0.8 lc rgb '#222222' dt solid
set label '100' at screen 0.87419,0.32232 left front font 'Inter,11' textcolor rgb '#222222' noenhanced
set arrow from screen 0.8584,0.97482 to screen 0.86629,0.97482 nohead back lw 0.8 lc rgb '#222222' dt solid
set label '1,000' at screen 0.87419,0.97482 left front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'step' at screen 0.97895,0.55036 center rotate by 90 front font 'Inter,12' textcolor rgb '#222222' noenhanced
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
set label 'A' at screen 0.77828,0.47389 left front font 'Inter:Bold,12' textcolor rgb '#222222' noenhanced
set label 'C' at screen 0.20439,0.47389 left front font 'Inter:Bold,12' textcolor rgb '#222222' noenhanced
$T20 << EOD
1.0 0.0
0.0 0.0
EOD
plot $T1 using 1:2 with lines lw 2 lc rgb '#440457' dt solid, \
  $T2 using 1:2 with lines lw 2 lc rgb '#3d4a88' dt solid, \
  $T3 using 1:2 with lines lw 2 lc rgb '#30698d' dt solid, \
  $T4 using 1:2 with lines lw 2 lc rgb '#26818d' dt solid, \
  $T5 using 1:2 with lines lw 2 lc rgb '#21908d' dt solid, \
  $T6 using 1:2 with lines lw 2 lc rgb '#249d87' dt solid, \
  $T7 using 1:2 with lines lw 2 lc rgb '#27ab82' dt solid, \
  $T8 using 1:2 with lines lw 2 lc rgb '#34b47a' dt solid, \
  $T9 using 1:2 with lines lw 2 lc rgb '#45bc70' dt solid, \
  $T10 using 1:2 with lines lw 2 lc rgb '#4dc06b' dt solid, \
  $T11 using 1:2 with lines lw 2 lc rgb '#5ec961' dt solid, \
  $T12 using 1:2 with lines lw 2 lc rgb '#6bcc5a' dt solid, \
  $T13 using 1:2 with lines lw 2 lc rgb '#83d24a' dt solid, \
  $T14 using 1:2 with lines lw 2 lc rgb '#8fd543' dt solid, \
  $T15 using 1:2 with lines lw 2 lc rgb '#9cd83b' dt solid, \
  $T16 using 1:2 with lines lw 2 lc rgb '#a8db33' dt solid, \
  $T17 using 1:2 with lines lw 2 lc rgb '#b5dd30' dt solid, \
  $T18 using 1:2 with lines lw 2 lc rgb '#c2df2e' dt solid, \
  $T19 using 1:2 with lines lw 2 lc rgb '#cfe12c' dt solid, \
  $T20 using 1:2 with points pt 7 ps 0.75 lc rgb '#ffffff', \
  $T20 using 1:2 with points pt 6 ps 0.75 lw 1.4 lc rgb '#222222'
unset label; unset arrow; unset object
unset multiplot
