set encoding utf8
set terminal svg size 380,314 fixed enhanced font 'Inter,12' rounded background rgb 'white'
set multiplot
set key off
set datafile separator whitespace
set lmargin at screen 0.11846; set rmargin at screen 0.97895; set bmargin at screen 0.11146; set tmargin at screen 0.86306
set border 15 lw 0.8 lc rgb '#222222'
set style line 11 lc rgb '#e3e3e3' lw 0.6 dt solid
unset grid
unset logscale x
set xrange [0.5:3.5] noextend
set xtics nomirror out scale 0.5,0.25 ('' 1.0 0, '' 2.0 0, '' 3.0 0)
unset logscale y
set yrange [-1.5:0.5] noextend
set ytics nomirror out scale 0.5,0.25 ('' -1.0 0, '' 0.0 0, '' -1.3979400086720375 1, '' -1.3010299956639813 1, '' -1.2218487496163564 1, '' -1.154901959985743 1, '' -1.0969100130080565 1, '' -1.0457574905606752 1, '' -0.6989700043360187 1, '' -0.5228787452803375 1, '' -0.3979400086720376 1, '' -0.3010299956639812 1, '' -0.22184874961635628 1, '' -0.15490195998574313 1, '' -0.09691001300805639 1, '' -0.045757490560675115 1, '' 0.3010299956639812 1, '' 0.47712125471966244 1)
unset y2tics
set label '1' at screen 0.26188,0.07006 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '2' at screen 0.5487,0.07006 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '3' at screen 0.83553,0.07006 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'scale' at screen 0.5487,0.02229 center front font 'Inter,12' textcolor rgb '#222222' noenhanced
set label '0.1' at screen 0.09741,0.29936 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1' at screen 0.09741,0.67516 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'Weight decay' at screen 0.02368,0.48726 center rotate by 90 front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.11846,0.97452 to screen 0.16583,0.97452 nohead front lw 7 lc rgb '#8fd0b5' dt solid
set label 'comprehension' at screen 0.18162,0.97452 left front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.44858,0.97452 to screen 0.49594,0.97452 nohead front lw 7 lc rgb '#f2c14e' dt solid
set label 'grokking' at screen 0.51173,0.97452 left front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.67796,0.97452 to screen 0.72532,0.97452 nohead front lw 7 lc rgb '#d9793d' dt solid
set label 'memorization' at screen 0.74111,0.97452 left front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.11846,0.92357 to screen 0.16583,0.92357 nohead front lw 7 lc rgb '#dadada' dt solid
set label 'not run' at screen 0.18162,0.92357 left front font 'Inter,12' textcolor rgb '#222222' noenhanced
$T1 << EOD
1.0 -1.0 0.5 1.5055048396715445 -1.5 -0.49491525423728816 9425077.0
2.0 -1.0 1.5 2.5055048396715445 -1.5 -0.49491525423728816 15909198.0
3.0 -1.0 2.5 3.5 -1.5 -0.49491525423728816 14252349.0
1.0 0.0 0.5 1.5055048396715445 -0.5 0.5 9425077.0
2.0 0.0 1.5 2.5055048396715445 -0.5 0.5 14342874.0
3.0 0.0 2.5 3.5 -0.5 0.5 15909198.0
EOD
plot $T1 using 1:2:3:4:5:6:7 with boxxyerror fs solid noborder lc rgb variable
unset label; unset arrow; unset object
unset multiplot
