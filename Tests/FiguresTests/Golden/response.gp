set encoding utf8
set terminal svg size 780,242 fixed enhanced font 'Inter,12' rounded background rgb 'white'
set multiplot
set key off
set datafile separator whitespace
set lmargin at screen 0.06022; set rmargin at screen 0.47782; set bmargin at screen 0.1481; set tmargin at screen 0.97107
set border 3 lw 0.8 lc rgb '#222222'
set style line 11 lc rgb '#e3e3e3' lw 0.6 dt solid
set grid xtics ytics noy2tics ls 11 back
unset logscale x
set xrange [0.0:5.0] noextend
set xtics nomirror out scale 0.5,0.25 ('' 0.0 0, '' 0.5 0, '' 1.0 0, '' 1.5 0, '' 2.0 0, '' 2.5 0, '' 3.0 0, '' 3.5 0, '' 4.0 0, '' 4.5 0, '' 5.0 0)
unset logscale y
set yrange [-0.04:1.04] noextend
set ytics nomirror out scale 0.5,0.25 ('' 0.0 0, '' 0.2 0, '' 0.4 0, '' 0.6 0, '' 0.8 0, '' 1.0 0)
unset y2tics
set label '0.0' at screen 0.06022,0.09438 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.5' at screen 0.10198,0.09438 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1.0' at screen 0.14374,0.09438 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1.5' at screen 0.1855,0.09438 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '2.0' at screen 0.22726,0.09438 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '2.5' at screen 0.26902,0.09438 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '3.0' at screen 0.31078,0.09438 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '3.5' at screen 0.35254,0.09438 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '4.0' at screen 0.3943,0.09438 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '4.5' at screen 0.43606,0.09438 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '5.0' at screen 0.47782,0.09438 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'Steps since the gradient' at screen 0.26902,0.0324 center front font 'Inter,12' textcolor rgb '#222222' noenhanced
set label '0.0' at screen 0.04997,0.17858 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.2' at screen 0.04997,0.33098 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.4' at screen 0.04997,0.48339 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.6' at screen 0.04997,0.63579 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.8' at screen 0.04997,0.78819 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1.0' at screen 0.04997,0.94059 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'Impulse response' at screen 0.01154,0.55959 center rotate by 90 front font 'Inter,12' textcolor rgb '#222222' noenhanced
$T1 << EOD
0.0 1.0
1.0 1.0
2.0 1.0
3.0 1.0
4.0 0.0
5.0 0.0
EOD
plot $T1 using 1:2 with steps lw 1.7 lc rgb '#0072b2' dt solid
unset label; unset arrow; unset object
set lmargin at screen 0.5692; set rmargin at screen 0.98974; set bmargin at screen 0.1481; set tmargin at screen 0.97107
set border 3 lw 0.8 lc rgb '#222222'
set style line 11 lc rgb '#e3e3e3' lw 0.6 dt solid
set grid xtics ytics noy2tics ls 11 back
unset logscale x
set xrange [0.0:3.2] noextend
set xtics nomirror out scale 0.5,0.25 ('' 0.0 0, '' 0.5 0, '' 1.0 0, '' 1.5 0, '' 2.0 0, '' 2.5 0, '' 3.0 0)
unset logscale y
set yrange [0.30222222222222217:4.142222222222222] noextend
set ytics nomirror out scale 0.5,0.25 ('' 0.5 0, '' 1.0 0, '' 1.5 0, '' 2.0 0, '' 2.5 0, '' 3.0 0, '' 3.5 0, '' 4.0 0)
unset y2tics
set label '0.0' at screen 0.5692,0.09438 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.5' at screen 0.63491,0.09438 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1.0' at screen 0.70062,0.09438 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1.5' at screen 0.76633,0.09438 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '2.0' at screen 0.83204,0.09438 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '2.5' at screen 0.89775,0.09438 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '3.0' at screen 0.96346,0.09438 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'Frequency (radians per step)' at screen 0.77947,0.0324 center front font 'Inter,12' textcolor rgb '#222222' noenhanced
set label '0.5' at screen 0.55894,0.19049 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1.0' at screen 0.55894,0.29764 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1.5' at screen 0.55894,0.4048 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '2.0' at screen 0.55894,0.51196 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '2.5' at screen 0.55894,0.61912 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '3.0' at screen 0.55894,0.72628 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '3.5' at screen 0.55894,0.83344 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '4.0' at screen 0.55894,0.94059 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'Magnitude' at screen 0.52051,0.55959 center rotate by 90 front font 'Inter,12' textcolor rgb '#222222' noenhanced
$T2 << EOD
0.0 4.0
0.4 2.0
0.8 1.3333333333333333
1.2000000000000002 1.0
1.6 0.8
2.0 0.6666666666666666
2.4000000000000004 0.5714285714285714
2.8000000000000003 0.5
3.2 0.4444444444444444
EOD
plot $T2 using 1:2 with lines lw 1.7 lc rgb '#0072b2' dt solid
unset label; unset arrow; unset object
unset multiplot
