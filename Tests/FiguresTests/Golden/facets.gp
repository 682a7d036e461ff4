set encoding utf8
set terminal svg size 780,499 fixed enhanced font 'Inter,12' rounded background rgb 'white'
set multiplot
set key off
set datafile separator whitespace
set label 'gain = 1' at screen 0.27098,0.98397 center front font 'Inter,12' textcolor rgb '#222222' noenhanced
set label 'gain = 5' at screen 0.72839,0.98397 center front font 'Inter,12' textcolor rgb '#222222' noenhanced
set label 'scale = 1' at screen 0.99103,0.73848 center rotate by 90 front font 'Inter,12' textcolor rgb '#222222' noenhanced
set lmargin at screen 0.06022; set rmargin at screen 0.48174; set bmargin at screen 0.52505; set tmargin at screen 0.9519
set border 3 lw 0.8 lc rgb '#222222'
set style line 11 lc rgb '#e3e3e3' lw 0.6 dt solid
set grid xtics ytics noy2tics ls 11 back
set logscale x 10
set xrange [10.0:8510.0] noextend
set xtics nomirror out scale 0.5,0.25 ('' 10.0 0, '' 100.0 0, '' 1000.0 0, '' 20.0 1, '' 30.0 1, '' 40.0 1, '' 50.0 1, '' 60.0 1, '' 70.0 1, '' 80.0 1, '' 90.0 1, '' 200.0 1, '' 300.0 1, '' 400.0 1, '' 500.0 1, '' 600.0 1, '' 700.0 1, '' 800.0 1, '' 900.0 1, '' 2000.0 1, '' 3000.0 1, '' 4000.0 1, '' 5000.0 1, '' 6000.0 1, '' 7000.0 1, '' 8000.0 1)
unset logscale y
set yrange [-0.04:1.04] noextend
set ytics nomirror out scale 0.5,0.25 ('' 0.0 0, '' 0.2 0, '' 0.4 0, '' 0.6 0, '' 0.8 0, '' 1.0 0)
unset y2tics
set label '' at screen 0.27098,0.52705 center front font 'Inter,12' textcolor rgb '#222222' noenhanced
set label '0.0' at screen 0.04997,0.54086 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.2' at screen 0.04997,0.61991 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.4' at screen 0.04997,0.69895 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.6' at screen 0.04997,0.778 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.8' at screen 0.04997,0.85705 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1.0' at screen 0.04997,0.93609 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'Accuracy' at screen 0.01154,0.73848 center rotate by 90 front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.06022,0.91633 to screen 0.48174,0.91633 nohead back lw 0.91 lc rgb '#8a8a8a' dt (4.44,3.33)
$T1 << EOD
10.0 0.0024937655860349135
510.0 0.8667110963012329
1010.0 0.9622677105933403
1510.0 0.982759363820525
2010.0 0.9901963187176784
2510.0 0.9936909512468257
3010.0 0.9956044439072098
3510.0 0.9967637802283154
4010.0 0.9975186258149763
4510.0 0.9980373010927326
5010.0 0.9984089164323133
5510.0 0.9986842148545564
6010.0 0.9988938083688927
6510.0 0.9990570507848874
7010.0 0.9991866628982048
7510.0 0.9992912840338696
8010.0 0.9993769480109844
8510.0 0.9994479720563455
EOD
plot $T1 using 1:2 with lines lw 1.7 lc rgb '#0072b2' dt solid
unset label; unset arrow; unset object
set lmargin at screen 0.51763; set rmargin at screen 0.93915; set bmargin at screen 0.52505; set tmargin at screen 0.9519
set border 3 lw 0.8 lc rgb '#222222'
set style line 11 lc rgb '#e3e3e3' lw 0.6 dt solid
set grid xtics ytics noy2tics ls 11 back
set logscale x 10
set xrange [10.0:8510.0] noextend
set xtics nomirror out scale 0.5,0.25 ('' 10.0 0, '' 100.0 0, '' 1000.0 0, '' 20.0 1, '' 30.0 1, '' 40.0 1, '' 50.0 1, '' 60.0 1, '' 70.0 1, '' 80.0 1, '' 90.0 1, '' 200.0 1, '' 300.0 1, '' 400.0 1, '' 500.0 1, '' 600.0 1, '' 700.0 1, '' 800.0 1, '' 900.0 1, '' 2000.0 1, '' 3000.0 1, '' 4000.0 1, '' 5000.0 1, '' 6000.0 1, '' 7000.0 1, '' 8000.0 1)
unset logscale y
set yrange [-0.04:1.04] noextend
set ytics nomirror out scale 0.5,0.25 ('' 0.0 0, '' 0.2 0, '' 0.4 0, '' 0.6 0, '' 0.8 0, '' 1.0 0)
unset y2tics
set label '' at screen 0.72839,0.52705 center front font 'Inter,12' textcolor rgb '#222222' noenhanced
set label '' at screen 0.51892,0.73848 center rotate by 90 front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.51763,0.91633 to screen 0.93915,0.91633 nohead back lw 0.91 lc rgb '#8a8a8a' dt (4.44,3.33)
set label '0.95' at screen 0.94428,0.91633 left front font 'Inter,11' textcolor rgb '#6b6b6b' noenhanced
$T2 << EOD
10.0 0.00015622558975160133
510.0 0.28896789245639376
1010.0 0.6144810553581109
1510.0 0.780829423649875
2010.0 0.8632507852396316
2510.0 0.9077823086122678
3010.0 0.9340212987494975
3510.0 0.9506176649871528
4010.0 0.9617227169693962
4510.0 0.969494902312191
5010.0 0.9751360717324331
5510.0 0.9793549053067571
6010.0 0.9825898188525058
6510.0 0.985123233093368
7010.0 0.9871434569235498
7510.0 0.9887798233172803
8010.0 0.9901234720316789
8510.0 0.9912400886393531
EOD
plot $T2 using 1:2 with lines lw 1.7 lc rgb '#0072b2' dt solid
unset label; unset arrow; unset object
set label 'scale = 2' at screen 0.99103,0.28357 center rotate by 90 front font 'Inter,12' textcolor rgb '#222222' noenhanced
set lmargin at screen 0.06022; set rmargin at screen 0.48174; set bmargin at screen 0.07014; set tmargin at screen 0.49699
set border 3 lw 0.8 lc rgb '#222222'
set style line 11 lc rgb '#e3e3e3' lw 0.6 dt solid
set grid xtics ytics noy2tics ls 11 back
set logscale x 10
set xrange [10.0:8510.0] noextend
set xtics nomirror out scale 0.5,0.25 ('' 10.0 0, '' 100.0 0, '' 1000.0 0, '' 20.0 1, '' 30.0 1, '' 40.0 1, '' 50.0 1, '' 60.0 1, '' 70.0 1, '' 80.0 1, '' 90.0 1, '' 200.0 1, '' 300.0 1, '' 400.0 1, '' 500.0 1, '' 600.0 1, '' 700.0 1, '' 800.0 1, '' 900.0 1, '' 2000.0 1, '' 3000.0 1, '' 4000.0 1, '' 5000.0 1, '' 6000.0 1, '' 7000.0 1, '' 8000.0 1)
unset logscale y
set yrange [-0.04:1.04] noextend
set ytics nomirror out scale 0.5,0.25 ('' 0.0 0, '' 0.2 0, '' 0.4 0, '' 0.6 0, '' 0.8 0, '' 1.0 0)
unset y2tics
set label '10' at screen 0.06022,0.04409 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '100' at screen 0.20409,0.04409 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1,000' at screen 0.34795,0.04409 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'Optimisation step' at screen 0.27098,0.01403 center front font 'Inter,12' textcolor rgb '#222222' noenhanced
set label '0.0' at screen 0.04997,0.08595 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.2' at screen 0.04997,0.165 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.4' at screen 0.04997,0.24404 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.6' at screen 0.04997,0.32309 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.8' at screen 0.04997,0.40214 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1.0' at screen 0.04997,0.48118 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'Accuracy' at screen 0.01154,0.28357 center rotate by 90 front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.06022,0.46142 to screen 0.48174,0.46142 nohead back lw 0.91 lc rgb '#8a8a8a' dt (4.44,3.33)
$T3 << EOD
10.0 2.4999375015624612e-05
510.0 0.06105490481444098
1010.0 0.2032031234437561
1510.0 0.3630674670785497
2010.0 0.5024937500777353
2510.0 0.6116542557839244
3010.0 0.693723631518901
3510.0 0.7549034626013321
4010.0 0.8007978047918087
4510.0 0.8356621377890806
5010.0 0.8625434276858155
5510.0 0.8835859034170447
6010.0 0.900299351198028
6510.0 0.9137561152304544
7010.0 0.9247272775173551
7510.0 0.9337749440812184
8010.0 0.9413146400900233
8510.0 0.9476577497281474
EOD
plot $T3 using 1:2 with lines lw 1.7 lc rgb '#0072b2' dt solid
unset label; unset arrow; unset object
set lmargin at screen 0.51763; set rmargin at screen 0.93915; set bmargin at screen 0.07014; set tmargin at screen 0.49699
set border 3 lw 0.8 lc rgb '#222222'
set style line 11 lc rgb '#e3e3e3' lw 0.6 dt solid
set grid xtics ytics noy2tics ls 11 back
set logscale x 10
set xrange [10.0:8510.0] noextend
set xtics nomirror out scale 0.5,0.25 ('' 10.0 0, '' 100.0 0, '' 1000.0 0, '' 20.0 1, '' 30.0 1, '' 40.0 1, '' 50.0 1, '' 60.0 1, '' 70.0 1, '' 80.0 1, '' 90.0 1, '' 200.0 1, '' 300.0 1, '' 400.0 1, '' 500.0 1, '' 600.0 1, '' 700.0 1, '' 800.0 1, '' 900.0 1, '' 2000.0 1, '' 3000.0 1, '' 4000.0 1, '' 5000.0 1, '' 6000.0 1, '' 7000.0 1, '' 8000.0 1)
unset logscale y
set yrange [-0.04:1.04] noextend
set ytics nomirror out scale 0.5,0.25 ('' 0.0 0, '' 0.2 0, '' 0.4 0, '' 0.6 0, '' 0.8 0, '' 1.0 0)
unset y2tics
set label '10' at screen 0.51763,0.04409 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '100' at screen 0.6615,0.04409 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1,000' at screen 0.80537,0.04409 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'Optimisation step' at screen 0.72839,0.01403 center front font 'Inter,12' textcolor rgb '#222222' noenhanced
set label '' at screen 0.51892,0.28357 center rotate by 90 front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.51763,0.46142 to screen 0.93915,0.46142 nohead back lw 0.91 lc rgb '#8a8a8a' dt (4.44,3.33)
set label '0.95' at screen 0.94428,0.46142 left front font 'Inter,11' textcolor rgb '#6b6b6b' noenhanced
$T4 << EOD
10.0 1.5624975585975647e-06
510.0 0.004047612748813027
1010.0 0.015688994633967036
1510.0 0.034400974048017424
2010.0 0.05937821960873072
2510.0 0.08961722671802741
3010.0 0.12400886393530802
3510.0 0.16142667527951352
4010.0 0.2008001988009505
4510.0 0.24116760591936692
5010.0 0.2817067545378737
5510.0 0.32174722154809077
6010.0 0.36076771797071716
6510.0 0.3983837202634703
7010.0 0.434329649699797
7510.0 0.46843897970184406
8010.0 0.5006246093753048
8510.0 0.5308609215210954
EOD
plot $T4 using 1:2 with lines lw 1.7 lc rgb '#0072b2' dt solid
unset label; unset arrow; unset object
unset multiplot
