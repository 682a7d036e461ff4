set encoding utf8
set terminal svg size 780,585 fixed enhanced font 'Inter,12' rounded background rgb 'white'
set multiplot
set key off
set datafile separator whitespace
set label '(a)' at screen 0.00128,0.98718 left front font 'Inter:Bold,12' textcolor rgb '#222222' noenhanced
set lmargin at screen 0.06022; set rmargin at screen 0.45197; set bmargin at screen 0.52229; set tmargin at screen 0.87521
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
set label '10' at screen 0.06022,0.50007 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '100' at screen 0.19393,0.50007 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1,000' at screen 0.32763,0.50007 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'Optimisation step' at screen 0.2561,0.47443 center front font 'Inter,12' textcolor rgb '#222222' noenhanced
set label '0.0' at screen 0.04997,0.53536 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.2' at screen 0.04997,0.60072 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.4' at screen 0.04997,0.66607 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.6' at screen 0.04997,0.73143 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.8' at screen 0.04997,0.79679 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1.0' at screen 0.04997,0.86214 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'Accuracy' at screen 0.01154,0.69875 center rotate by 90 front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.06022,0.8458 to screen 0.45197,0.8458 nohead back lw 0.91 lc rgb '#8a8a8a' dt (4.44,3.33)
set label '0.95' at screen 0.4571,0.8458 left front font 'Inter,11' textcolor rgb '#6b6b6b' noenhanced
set arrow from screen 0.31395,0.52229 to screen 0.31395,0.87521 nohead back lw 0.91 lc rgb '#e08640' dt (3.33,2.78)
set arrow from screen 0.31395,0.87521 to screen 0.31395,0.88376 nohead back lw 0.9 lc rgb '#e08640' dt solid
set label '790' at screen 0.31395,0.89573 center front font 'Inter,11' textcolor rgb '#d55e00' noenhanced
set arrow from screen 0.06022,0.96068 to screen 0.0833,0.96068 nohead front lw 1.7 lc rgb '#0072b2' dt solid
set label 'baseline' at screen 0.09099,0.96068 left front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.16942,0.96068 to screen 0.19249,0.96068 nohead front lw 1.7 lc rgb '#d55e00' dt solid
set label 'grokfast' at screen 0.20019,0.96068 left front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.27866,0.96068 to screen 0.30173,0.96068 nohead front lw 1.1 lc rgb '#939393' dt solid
set label 'train' at screen 0.30943,0.96068 left front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.06022,0.93333 to screen 0.0833,0.93333 nohead front lw 1.7 lc rgb '#3a3a3a' dt solid
set label 'validation' at screen 0.09099,0.93333 left front font 'Inter,12' textcolor rgb '#222222' noenhanced
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
set label '(b)' at screen 0.51026,0.98718 left front font 'Inter:Bold,12' textcolor rgb '#222222' noenhanced
set lmargin at screen 0.57161; set rmargin at screen 0.92183; set bmargin at screen 0.52229; set tmargin at screen 0.87521
set border 15 lw 0.8 lc rgb '#222222'
set style line 11 lc rgb '#e3e3e3' lw 0.6 dt solid
unset grid
unset logscale x
set xrange [-1.5:1.5] noextend
set xtics nomirror out scale 0.5,0.25 ('' -1.0 0, '' 0.0 0, '' 1.0 0)
unset logscale y
set yrange [3.5:-0.5] noextend
set ytics nomirror out scale 0.5,0.25 ('' 0.0 0, '' 1.0 0, '' 2.0 0, '' 3.0 0)
unset y2tics
set label '0.1' at screen 0.62998,0.50007 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1' at screen 0.74672,0.50007 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '10' at screen 0.86346,0.50007 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'scale' at screen 0.74672,0.47443 center front font 'Inter,12' textcolor rgb '#222222' noenhanced
set label '10' at screen 0.56135,0.8311 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '20' at screen 0.56135,0.74287 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '50' at screen 0.56135,0.65464 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '100' at screen 0.56135,0.56641 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'size' at screen 0.52051,0.69875 center rotate by 90 front font 'Inter,12' textcolor rgb '#222222' noenhanced
set object rectangle from screen 0.93465,0.52229 to screen 0.94619,0.52964 behind fc rgb '#440356' fs solid noborder
set object rectangle from screen 0.93465,0.52597 to screen 0.94619,0.53332 behind fc rgb '#440659' fs solid noborder
set object rectangle from screen 0.93465,0.52964 to screen 0.94619,0.537 behind fc rgb '#450a5c' fs solid noborder
set object rectangle from screen 0.93465,0.53332 to screen 0.94619,0.54067 behind fc rgb '#450e5f' fs solid noborder
set object rectangle from screen 0.93465,0.537 to screen 0.94619,0.54435 behind fc rgb '#451162' fs solid noborder
set object rectangle from screen 0.93465,0.54067 to screen 0.94619,0.54802 behind fc rgb '#451565' fs solid noborder
set object rectangle from screen 0.93465,0.54435 to screen 0.94619,0.5517 behind fc rgb '#461869' fs solid noborder
set object rectangle from screen 0.93465,0.54802 to screen 0.94619,0.55538 behind fc rgb '#461c6c' fs solid noborder
set object rectangle from screen 0.93465,0.5517 to screen 0.94619,0.55905 behind fc rgb '#461f6f' fs solid noborder
set object rectangle from screen 0.93465,0.55538 to screen 0.94619,0.56273 behind fc rgb '#462372' fs solid noborder
set object rectangle from screen 0.93465,0.55905 to screen 0.94619,0.56641 behind fc rgb '#472775' fs solid noborder
set object rectangle from screen 0.93465,0.56273 to screen 0.94619,0.57008 behind fc rgb '#472a78' fs solid noborder
set object rectangle from screen 0.93465,0.56641 to screen 0.94619,0.57376 behind fc rgb '#472e7b' fs solid noborder
set object rectangle from screen 0.93465,0.57008 to screen 0.94619,0.57743 behind fc rgb '#46317c' fs solid noborder
set object rectangle from screen 0.93465,0.57376 to screen 0.94619,0.58111 behind fc rgb '#45347e' fs solid noborder
set object rectangle from screen 0.93465,0.57743 to screen 0.94619,0.58479 behind fc rgb '#44377f' fs solid noborder
set object rectangle from screen 0.93465,0.58111 to screen 0.94619,0.58846 behind fc rgb '#433a80' fs solid noborder
set object rectangle from screen 0.93465,0.58479 to screen 0.94619,0.59214 behind fc rgb '#423d82' fs solid noborder
set object rectangle from screen 0.93465,0.58846 to screen 0.94619,0.59582 behind fc rgb '#414083' fs solid noborder
set object rectangle from screen 0.93465,0.59214 to screen 0.94619,0.59949 behind fc rgb '#404385' fs solid noborder
set object rectangle from screen 0.93465,0.59582 to screen 0.94619,0.60317 behind fc rgb '#3f4686' fs solid noborder
set object rectangle from screen 0.93465,0.59949 to screen 0.94619,0.60685 behind fc rgb '#3e4987' fs solid noborder
set object rectangle from screen 0.93465,0.60317 to screen 0.94619,0.61052 behind fc rgb '#3d4c89' fs solid noborder
set object rectangle from screen 0.93465,0.60685 to screen 0.94619,0.6142 behind fc rgb '#3c4f8a' fs solid noborder
set object rectangle from screen 0.93465,0.61052 to screen 0.94619,0.61787 behind fc rgb '#3a528b' fs solid noborder
set object rectangle from screen 0.93465,0.6142 to screen 0.94619,0.62155 behind fc rgb '#39558b' fs solid noborder
set object rectangle from screen 0.93465,0.61787 to screen 0.94619,0.62523 behind fc rgb '#38588c' fs solid noborder
set object rectangle from screen 0.93465,0.62155 to screen 0.94619,0.6289 behind fc rgb '#375a8c' fs solid noborder
set object rectangle from screen 0.93465,0.62523 to screen 0.94619,0.63258 behind fc rgb '#355d8c' fs solid noborder
set object rectangle from screen 0.93465,0.6289 to screen 0.94619,0.63626 behind fc rgb '#34608c' fs solid noborder
set object rectangle from screen 0.93465,0.63258 to screen 0.94619,0.63993 behind fc rgb '#33628d' fs solid noborder
set object rectangle from screen 0.93465,0.63626 to screen 0.94619,0.64361 behind fc rgb '#32658d' fs solid noborder
set object rectangle from screen 0.93465,0.63993 to screen 0.94619,0.64728 behind fc rgb '#30688d' fs solid noborder
set object rectangle from screen 0.93465,0.64361 to screen 0.94619,0.65096 behind fc rgb '#2f6a8d' fs solid noborder
set object rectangle from screen 0.93465,0.64728 to screen 0.94619,0.65464 behind fc rgb '#2e6d8e' fs solid noborder
set object rectangle from screen 0.93465,0.65096 to screen 0.94619,0.65831 behind fc rgb '#2d708e' fs solid noborder
set object rectangle from screen 0.93465,0.65464 to screen 0.94619,0.66199 behind fc rgb '#2c728e' fs solid noborder
set object rectangle from screen 0.93465,0.65831 to screen 0.94619,0.66567 behind fc rgb '#2b758e' fs solid noborder
set object rectangle from screen 0.93465,0.66199 to screen 0.94619,0.66934 behind fc rgb '#2a778e' fs solid noborder
set object rectangle from screen 0.93465,0.66567 to screen 0.94619,0.67302 behind fc rgb '#297a8e' fs solid noborder
set object rectangle from screen 0.93465,0.66934 to screen 0.94619,0.67669 behind fc rgb '#287d8e' fs solid noborder
set object rectangle from screen 0.93465,0.67302 to screen 0.94619,0.68037 behind fc rgb '#277f8e' fs solid noborder
set object rectangle from screen 0.93465,0.67669 to screen 0.94619,0.68405 behind fc rgb '#26828d' fs solid noborder
set object rectangle from screen 0.93465,0.68037 to screen 0.94619,0.68772 behind fc rgb '#25848d' fs solid noborder
set object rectangle from screen 0.93465,0.68405 to screen 0.94619,0.6914 behind fc rgb '#24878d' fs solid noborder
set object rectangle from screen 0.93465,0.68772 to screen 0.94619,0.69508 behind fc rgb '#238a8d' fs solid noborder
set object rectangle from screen 0.93465,0.6914 to screen 0.94619,0.69875 behind fc rgb '#228c8d' fs solid noborder
set object rectangle from screen 0.93465,0.69508 to screen 0.94619,0.70243 behind fc rgb '#218f8d' fs solid noborder
set object rectangle from screen 0.93465,0.69875 to screen 0.94619,0.7061 behind fc rgb '#21918d' fs solid noborder
set object rectangle from screen 0.93465,0.70243 to screen 0.94619,0.70978 behind fc rgb '#22948c' fs solid noborder
set object rectangle from screen 0.93465,0.7061 to screen 0.94619,0.71346 behind fc rgb '#22968b' fs solid noborder
set object rectangle from screen 0.93465,0.70978 to screen 0.94619,0.71713 behind fc rgb '#23988a' fs solid noborder
set object rectangle from screen 0.93465,0.71346 to screen 0.94619,0.72081 behind fc rgb '#239b89' fs solid noborder
set object rectangle from screen 0.93465,0.71713 to screen 0.94619,0.72449 behind fc rgb '#249d88' fs solid noborder
set object rectangle from screen 0.93465,0.72081 to screen 0.94619,0.72816 behind fc rgb '#24a087' fs solid noborder
set object rectangle from screen 0.93465,0.72449 to screen 0.94619,0.73184 behind fc rgb '#25a286' fs solid noborder
set object rectangle from screen 0.93465,0.72816 to screen 0.94619,0.73551 behind fc rgb '#25a585' fs solid noborder
set object rectangle from screen 0.93465,0.73184 to screen 0.94619,0.73919 behind fc rgb '#26a784' fs solid noborder
set object rectangle from screen 0.93465,0.73551 to screen 0.94619,0.74287 behind fc rgb '#26a983' fs solid noborder
set object rectangle from screen 0.93465,0.73919 to screen 0.94619,0.74654 behind fc rgb '#27ac82' fs solid noborder
set object rectangle from screen 0.93465,0.74287 to screen 0.94619,0.75022 behind fc rgb '#29ae80' fs solid noborder
set object rectangle from screen 0.93465,0.74654 to screen 0.94619,0.7539 behind fc rgb '#2eb07d' fs solid noborder
set object rectangle from screen 0.93465,0.75022 to screen 0.94619,0.75757 behind fc rgb '#32b37b' fs solid noborder
set object rectangle from screen 0.93465,0.7539 to screen 0.94619,0.76125 behind fc rgb '#36b578' fs solid noborder
set object rectangle from screen 0.93465,0.75757 to screen 0.94619,0.76493 behind fc rgb '#3bb776' fs solid noborder
set object rectangle from screen 0.93465,0.76125 to screen 0.94619,0.7686 behind fc rgb '#3fb973' fs solid noborder
set object rectangle from screen 0.93465,0.76493 to screen 0.94619,0.77228 behind fc rgb '#44bc71' fs solid noborder
set object rectangle from screen 0.93465,0.7686 to screen 0.94619,0.77595 behind fc rgb '#48be6e' fs solid noborder
set object rectangle from screen 0.93465,0.77228 to screen 0.94619,0.77963 behind fc rgb '#4dc06c' fs solid noborder
set object rectangle from screen 0.93465,0.77595 to screen 0.94619,0.78331 behind fc rgb '#51c269' fs solid noborder
set object rectangle from screen 0.93465,0.77963 to screen 0.94619,0.78698 behind fc rgb '#55c567' fs solid noborder
set object rectangle from screen 0.93465,0.78331 to screen 0.94619,0.79066 behind fc rgb '#5ac764' fs solid noborder
set object rectangle from screen 0.93465,0.78698 to screen 0.94619,0.79434 behind fc rgb '#5fc961' fs solid noborder
set object rectangle from screen 0.93465,0.79066 to screen 0.94619,0.79801 behind fc rgb '#66cb5d' fs solid noborder
set object rectangle from screen 0.93465,0.79434 to screen 0.94619,0.80169 behind fc rgb '#6ccc59' fs solid noborder
set object rectangle from screen 0.93465,0.79801 to screen 0.94619,0.80536 behind fc rgb '#73ce55' fs solid noborder
set object rectangle from screen 0.93465,0.80169 to screen 0.94619,0.80904 behind fc rgb '#79d051' fs solid noborder
set object rectangle from screen 0.93465,0.80536 to screen 0.94619,0.81272 behind fc rgb '#80d14d' fs solid noborder
set object rectangle from screen 0.93465,0.80904 to screen 0.94619,0.81639 behind fc rgb '#86d348' fs solid noborder
set object rectangle from screen 0.93465,0.81272 to screen 0.94619,0.82007 behind fc rgb '#8dd544' fs solid noborder
set object rectangle from screen 0.93465,0.81639 to screen 0.94619,0.82375 behind fc rgb '#93d640' fs solid noborder
set object rectangle from screen 0.93465,0.82007 to screen 0.94619,0.82742 behind fc rgb '#9ad83c' fs solid noborder
set object rectangle from screen 0.93465,0.82375 to screen 0.94619,0.8311 behind fc rgb '#a0da38' fs solid noborder
set object rectangle from screen 0.93465,0.82742 to screen 0.94619,0.83477 behind fc rgb '#a7db34' fs solid noborder
set object rectangle from screen 0.93465,0.8311 to screen 0.94619,0.83845 behind fc rgb '#addc31' fs solid noborder
set object rectangle from screen 0.93465,0.83477 to screen 0.94619,0.84213 behind fc rgb '#b4dd30' fs solid noborder
set object rectangle from screen 0.93465,0.83845 to screen 0.94619,0.8458 behind fc rgb '#bbde2f' fs solid noborder
set object rectangle from screen 0.93465,0.84213 to screen 0.94619,0.84948 behind fc rgb '#c2df2e' fs solid noborder
set object rectangle from screen 0.93465,0.8458 to screen 0.94619,0.85316 behind fc rgb '#c9e02d' fs solid noborder
set object rectangle from screen 0.93465,0.84948 to screen 0.94619,0.85683 behind fc rgb '#d0e12c' fs solid noborder
set object rectangle from screen 0.93465,0.85316 to screen 0.94619,0.86051 behind fc rgb '#d7e22b' fs solid noborder
set object rectangle from screen 0.93465,0.85683 to screen 0.94619,0.86418 behind fc rgb '#dee32a' fs solid noborder
set object rectangle from screen 0.93465,0.86051 to screen 0.94619,0.86786 behind fc rgb '#e5e429' fs solid noborder
set object rectangle from screen 0.93465,0.86418 to screen 0.94619,0.87154 behind fc rgb '#ece528' fs solid noborder
set object rectangle from screen 0.93465,0.86786 to screen 0.94619,0.87521 behind fc rgb '#f3e627' fs solid noborder
set object rectangle from screen 0.93465,0.87154 to screen 0.94619,0.87521 behind fc rgb '#fae726' fs solid noborder
set arrow from screen 0.94619,0.52229 to screen 0.95003,0.52229 nohead back lw 0.8 lc rgb '#222222' dt solid
set label '0.0' at screen 0.95388,0.52229 left front font 'Inter,11' textcolor rgb '#222222' noenhanced
set arrow from screen 0.94619,0.59288 to screen 0.95003,0.59288 nohead back lw 0.8 lc rgb '#222222' dt solid
set label '0.2' at screen 0.95388,0.59288 left front font 'Inter,11' textcolor rgb '#222222' noenhanced
set arrow from screen 0.94619,0.66346 to screen 0.95003,0.66346 nohead back lw 0.8 lc rgb '#222222' dt solid
set label '0.4' at screen 0.95388,0.66346 left front font 'Inter,11' textcolor rgb '#222222' noenhanced
set arrow from screen 0.94619,0.73404 to screen 0.95003,0.73404 nohead back lw 0.8 lc rgb '#222222' dt solid
set label '0.6' at screen 0.95388,0.73404 left front font 'Inter,11' textcolor rgb '#222222' noenhanced
set arrow from screen 0.94619,0.80463 to screen 0.95003,0.80463 nohead back lw 0.8 lc rgb '#222222' dt solid
set label '0.8' at screen 0.95388,0.80463 left front font 'Inter,11' textcolor rgb '#222222' noenhanced
set arrow from screen 0.94619,0.87521 to screen 0.95003,0.87521 nohead back lw 0.8 lc rgb '#222222' dt solid
set label '1.0' at screen 0.95388,0.87521 left front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'Validation error' at screen 0.98974,0.69875 center rotate by 90 front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.57161,0.96068 to screen 0.59468,0.96068 nohead front lw 7 lc rgb '#dadada' dt solid
set label 'never' at screen 0.60238,0.96068 left front font 'Inter,12' textcolor rgb '#222222' noenhanced
$T7 << EOD
-1.0 0.0 -1.5 -0.4934107689998646 -0.5 0.51162452775356 4456788.0
0.0 0.0 -0.5 0.5065892310001354 -0.5 0.51162452775356 4456788.0
1.0 0.0 0.5 1.5 -0.5 0.51162452775356 4456788.0
-1.0 1.0 -1.5 -0.4934107689998646 0.5 1.51162452775356 12705582.0
0.0 1.0 -0.5 0.5065892310001354 0.5 1.51162452775356 2199693.0
1.0 1.0 0.5 1.5 0.5 1.51162452775356 4595824.0
-1.0 2.0 -1.5 -0.4934107689998646 1.5 2.51162452775356 14541610.0
0.0 2.0 -0.5 0.5065892310001354 1.5 2.51162452775356 3782263.0
1.0 2.0 0.5 1.5 1.5 2.51162452775356 4405376.0
-1.0 3.0 -1.5 -0.4934107689998646 2.5 3.5 15262760.0
0.0 3.0 -0.5 0.5065892310001354 2.5 3.5 6080611.0
1.0 3.0 0.5 1.5 2.5 3.5 14342874.0
EOD
$T8 << EOD
-1.5 2.0
1.5 2.0
EOD
$T9 << EOD
0.6020599913279623 2.0
0.0 1.0
0.0 1.0
-1.0 0.55
NaN NaN
EOD
set label '0.5' at screen 0.80733,0.6666 left front font 'Inter,10' textcolor rgb '#ffffff' noenhanced
set label 'A' at screen 0.75569,0.75312 left front font 'Inter:Bold,12' textcolor rgb '#ffffff' noenhanced
$T10 << EOD
0.0 1.0
EOD
plot $T7 using 1:2:3:4:5:6:7 with boxxyerror fs solid noborder lc rgb variable, \
  $T8 using 1:2 with lines lw 1.01 lc rgb '#ffffff' dt (4,3), \
  $T9 using 1:2 with lines lw 2.4 lc rgb '#90222222' dt solid, \
  $T9 using 1:2 with lines lw 1 lc rgb '#ffffff' dt solid, \
  $T10 using 1:2 with points pt 7 ps 0.75 lc rgb '#ffffff', \
  $T10 using 1:2 with points pt 6 ps 0.75 lw 1.4 lc rgb '#222222'
unset label; unset arrow; unset object
set label '(c)' at screen 0.00128,0.42571 left front font 'Inter:Bold,12' textcolor rgb '#222222' noenhanced
set lmargin at screen 0.06022; set rmargin at screen 0.45197; set bmargin at screen 0.06048; set tmargin at screen 0.40092
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
set label '0.0' at screen 0.06022,0.03826 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.5' at screen 0.0994,0.03826 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1.0' at screen 0.13857,0.03826 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1.5' at screen 0.17775,0.03826 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '2.0' at screen 0.21692,0.03826 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '2.5' at screen 0.2561,0.03826 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '3.0' at screen 0.29527,0.03826 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '3.5' at screen 0.33445,0.03826 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '4.0' at screen 0.37362,0.03826 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '4.5' at screen 0.4128,0.03826 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '5.0' at screen 0.45197,0.03826 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'Steps since the gradient' at screen 0.2561,0.01262 center front font 'Inter,12' textcolor rgb '#222222' noenhanced
set label '0.0' at screen 0.04997,0.07309 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.2' at screen 0.04997,0.13613 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.4' at screen 0.04997,0.19918 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.6' at screen 0.04997,0.26222 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.8' at screen 0.04997,0.32527 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1.0' at screen 0.04997,0.38831 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'Impulse response' at screen 0.01154,0.2307 center rotate by 90 front font 'Inter,12' textcolor rgb '#222222' noenhanced
$T11 << EOD
0.0 1.0
1.0 1.0
2.0 1.0
3.0 1.0
4.0 0.0
5.0 0.0
EOD
plot $T11 using 1:2 with steps lw 1.7 lc rgb '#0072b2' dt solid
unset label; unset arrow; unset object
set label '(d)' at screen 0.51026,0.42571 left front font 'Inter:Bold,12' textcolor rgb '#222222' noenhanced
set lmargin at screen 0.57161; set rmargin at screen 0.92183; set bmargin at screen 0.06048; set tmargin at screen 0.40092
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
set label '0.0' at screen 0.57161,0.03826 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '0.5' at screen 0.62633,0.03826 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1.0' at screen 0.68105,0.03826 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1.5' at screen 0.73577,0.03826 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '2.0' at screen 0.7905,0.03826 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '2.5' at screen 0.84522,0.03826 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '3.0' at screen 0.89994,0.03826 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'Frequency (radians per step)' at screen 0.74672,0.01262 center front font 'Inter,12' textcolor rgb '#222222' noenhanced
set label '0.5' at screen 0.56135,0.07801 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1.0' at screen 0.56135,0.12234 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1.5' at screen 0.56135,0.16667 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '2.0' at screen 0.56135,0.211 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '2.5' at screen 0.56135,0.25533 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '3.0' at screen 0.56135,0.29966 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '3.5' at screen 0.56135,0.34399 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '4.0' at screen 0.56135,0.38831 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'Magnitude' at screen 0.52292,0.2307 center rotate by 90 front font 'Inter,12' textcolor rgb '#222222' noenhanced
$T12 << EOD
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
plot $T12 using 1:2 with lines lw 1.7 lc rgb '#0072b2' dt solid
unset label; unset arrow; unset object
unset multiplot
