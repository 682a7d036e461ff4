set encoding utf8
set terminal svg size 380,255 fixed enhanced font 'Inter,12' rounded background rgb 'white'
set multiplot
set key off
set datafile separator whitespace
set lmargin at screen 0.12361; set rmargin at screen 0.91983; set bmargin at screen 0.13725; set tmargin at screen 0.91373
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
set label '10' at screen 0.12361,0.08627 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '100' at screen 0.39537,0.08627 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1,000' at screen 0.66712,0.08627 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'Optimisation step' at screen 0.52172,0.02745 center front font 'Inter,12' textcolor rgb '#222222' noenhanced
set label '0.0' at screen 0.10256,0.16601 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.2' at screen 0.10256,0.3098 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.4' at screen 0.10256,0.45359 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.6' at screen 0.10256,0.59739 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.8' at screen 0.10256,0.74118 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1.0' at screen 0.10256,0.88497 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'Accuracy' at screen 0.02368,0.52549 center rotate by 90 front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.12361,0.84902 to screen 0.91983,0.84902 nohead back lw 0.91 lc rgb '#8a8a8a' dt (4.44,3.33)
set label '0.95' at screen 0.93036,0.84902 left front font 'Inter,11' textcolor rgb '#6b6b6b' noenhanced
set arrow from screen 0.6393,0.13725 to screen 0.6393,0.91373 nohead back lw 0.91 lc rgb '#e08640' dt (3.33,2.78)
set arrow from screen 0.6393,0.91373 to screen 0.6393,0.93333 nohead back lw 0.9 lc rgb '#e08640' dt solid
set label '790' at screen 0.6393,0.96078 center front font 'Inter,11' textcolor rgb '#d55e00' noenhanced
set arrow from screen 0.14467,0.73529 to screen 0.19203,0.73529 nohead front lw 1.7 lc rgb '#0072b2' dt solid
set label 'baseline' at screen 0.20782,0.73529 left front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.14467,0.67255 to screen 0.19203,0.67255 nohead front lw 1.7 lc rgb '#d55e00' dt solid
set label 'grokfast' at screen 0.20782,0.67255 left front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.14467,0.6098 to screen 0.19203,0.6098 nohead front lw 1.1 lc rgb '#939393' dt solid
set label 'train' at screen 0.20782,0.6098 left front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.14467,0.54706 to screen 0.19203,0.54706 nohead front lw 1.7 lc rgb '#3a3a3a' dt solid
set label 'validation' at screen 0.20782,0.54706 left front font 'Inter,12' textcolor rgb '#222222' noenhanced
$T1 << EOD
10.0 3.5999856000576005e-06 4.399982400070401e-06
510.0 0.00926718421542274 0.011326558485516683
1010.0 0.035283876695324005 0.04312473818317379
1510.0 0.07522296472520261 0.09193917910858097
2010.0 0.1252092795823706 0.15303356393400852
2510.0 0.1811524563819285 0.22140855780013485
3010.0 0.239402996468008 0.2926036623497876
3510.0 0.2971077247917342 0.36313166363434185
4010.0 0.35228955138862855 0.4305761183638794
4510.0 0.4037505431174611 0.49347288603245254
5010.0 0.45089910000179634 0.5510989000021955
5510.0 0.49357009831990917 0.6032523423910001
6010.0 0.531872330051816 0.6500661811744418
6510.0 0.5660735142868591 0.6918676285728279
7010.0 0.5965205064465787 0.729080618990263
7510.0 0.6235875631602419 0.7621625771958512
8010.0 0.6476449667508225 0.7915660704732275
8510.0 0.6690415017024207 0.8177173909696254
EOD
$T2 << EOD
10.0 0.0001836359926545603 0.00022444399102224038
510.0 0.3120783895480602 0.3814291427809625
1010.0 0.6079663598437189 0.7430699953645454
1510.0 0.7407999711201761 0.9054221869246598
2010.0 0.802651155603629 0.9810180790711022
2510.0 0.8350525029086464 1.0
3010.0 0.8538224730631093 1.0
3510.0 0.8655740392346665 1.0
EOD
$T3 << EOD
10.0 0.0011098779134295228
510.0 0.7429305912596401
1010.0 0.9189262228628051
1510.0 0.9620269186954137
2010.0 0.9782087600784485
2510.0 0.9859157133691179
3010.0 0.9901640419230391
3510.0 0.9927478424831387
4010.0 0.9944341717119869
4510.0 0.995594735219113
5010.0 0.9964271678159277
5510.0 0.997044344681955
6010.0 0.9975145056213598
6510.0 0.9978808620653118
7010.0 0.998171850148588
7510.0 0.9984068004836245
8010.0 0.9985992239700794
8510.0 0.9987587936025464
EOD
$T4 << EOD
10.0 0.0011098779134295228
510.0 0.7429305912596401
1010.0 0.9189262228628051
1510.0 0.9620269186954137
2010.0 0.9782087600784485
2510.0 0.9859157133691179
3010.0 0.9901640419230391
3510.0 0.9927478424831387
EOD
$T5 << EOD
10.0 3.999984000064e-06
510.0 0.010296871350469711
1010.0 0.039204307439248895
1510.0 0.08358107191689179
2010.0 0.13912142175818956
2510.0 0.20128050709103168
3010.0 0.26600332940889776
3510.0 0.330119694213038
4010.0 0.39143283487625397
4510.0 0.4486117145749568
5010.0 0.5009990000019959
5510.0 0.5484112203554546
6010.0 0.5909692556131289
6510.0 0.6289705714298435
7010.0 0.6628005627184208
7510.0 0.6928750701780465
8010.0 0.7196055186120249
8510.0 0.743379446336023
EOD
$T6 << EOD
10.0 0.00020403999183840033
510.0 0.34675376616451137
1010.0 0.6755181776041321
1510.0 0.823111079022418
2010.0 0.8918346173373656
2510.0 0.9278361143429404
3010.0 0.9486916367367881
3510.0 0.9617489324829627
EOD
plot $T1 using 1:2:3 with filledcurves fc rgb '#0072b2' fs transparent solid 0.18 noborder, \
  $T2 using 1:2:3 with filledcurves fc rgb '#d55e00' fs transparent solid 0.18 noborder, \
  $T3 using 1:2 with lines lw 1.1 lc rgb '#73b1d5' dt solid, \
  $T4 using 1:2 with lines lw 1.1 lc rgb '#e8a673' dt solid, \
  $T5 using 1:2 with lines lw 1.7 lc rgb '#0072b2' dt solid, \
  $T6 using 1:2 with lines lw 1.7 lc rgb '#d55e00' dt solid
unset label; unset arrow; unset object
unset multiplot
