set encoding utf8
set terminal svg size 380,298 fixed enhanced font 'Inter,12' rounded background rgb 'white'
set multiplot
set key off
set datafile separator whitespace
set lmargin at screen 0.12856; set rmargin at screen 0.83954; set bmargin at screen 0.11745; set tmargin at screen 0.9094
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
set label '0.1' at screen 0.24706,0.07383 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '1' at screen 0.48405,0.07383 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '10' at screen 0.72105,0.07383 center front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'scale' at screen 0.48405,0.02349 center front font 'Inter,12' textcolor rgb '#222222' noenhanced
set label '10' at screen 0.10751,0.8104 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '20' at screen 0.10751,0.61242 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '50' at screen 0.10751,0.41443 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label '100' at screen 0.10751,0.21644 right front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'size' at screen 0.02368,0.51342 center rotate by 90 front font 'Inter,12' textcolor rgb '#222222' noenhanced
set object rectangle from screen 0.86586,0.11745 to screen 0.88954,0.13395 behind fc rgb '#440356' fs solid noborder
set object rectangle from screen 0.86586,0.1257 to screen 0.88954,0.1422 behind fc rgb '#440659' fs solid noborder
set object rectangle from screen 0.86586,0.13395 to screen 0.88954,0.15045 behind fc rgb '#450a5c' fs solid noborder
set object rectangle from screen 0.86586,0.1422 to screen 0.88954,0.1587 behind fc rgb '#450e5f' fs solid noborder
set object rectangle from screen 0.86586,0.15045 to screen 0.88954,0.16695 behind fc rgb '#451162' fs solid noborder
set object rectangle from screen 0.86586,0.1587 to screen 0.88954,0.1752 behind fc rgb '#451565' fs solid noborder
set object rectangle from screen 0.86586,0.16695 to screen 0.88954,0.18345 behind fc rgb '#461869' fs solid noborder
set object rectangle from screen 0.86586,0.1752 to screen 0.88954,0.19169 behind fc rgb '#461c6c' fs solid noborder
set object rectangle from screen 0.86586,0.18345 to screen 0.88954,0.19994 behind fc rgb '#461f6f' fs solid noborder
set object rectangle from screen 0.86586,0.19169 to screen 0.88954,0.20819 behind fc rgb '#462372' fs solid noborder
set object rectangle from screen 0.86586,0.19994 to screen 0.88954,0.21644 behind fc rgb '#472775' fs solid noborder
set object rectangle from screen 0.86586,0.20819 to screen 0.88954,0.22469 behind fc rgb '#472a78' fs solid noborder
set object rectangle from screen 0.86586,0.21644 to screen 0.88954,0.23294 behind fc rgb '#472e7b' fs solid noborder
set object rectangle from screen 0.86586,0.22469 to screen 0.88954,0.24119 behind fc rgb '#46317c' fs solid noborder
set object rectangle from screen 0.86586,0.23294 to screen 0.88954,0.24944 behind fc rgb '#45347e' fs solid noborder
set object rectangle from screen 0.86586,0.24119 to screen 0.88954,0.25769 behind fc rgb '#44377f' fs solid noborder
set object rectangle from screen 0.86586,0.24944 to screen 0.88954,0.26594 behind fc rgb '#433a80' fs solid noborder
set object rectangle from screen 0.86586,0.25769 to screen 0.88954,0.27419 behind fc rgb '#423d82' fs solid noborder
set object rectangle from screen 0.86586,0.26594 to screen 0.88954,0.28244 behind fc rgb '#414083' fs solid noborder
set object rectangle from screen 0.86586,0.27419 to screen 0.88954,0.29069 behind fc rgb '#404385' fs solid noborder
set object rectangle from screen 0.86586,0.28244 to screen 0.88954,0.29894 behind fc rgb '#3f4686' fs solid noborder
set object rectangle from screen 0.86586,0.29069 to screen 0.88954,0.30719 behind fc rgb '#3e4987' fs solid noborder
set object rectangle from screen 0.86586,0.29894 to screen 0.88954,0.31544 behind fc rgb '#3d4c89' fs solid noborder
set object rectangle from screen 0.86586,0.30719 to screen 0.88954,0.32369 behind fc rgb '#3c4f8a' fs solid noborder
set object rectangle from screen 0.86586,0.31544 to screen 0.88954,0.33194 behind fc rgb '#3a528b' fs solid noborder
set object rectangle from screen 0.86586,0.32369 to screen 0.88954,0.34018 behind fc rgb '#39558b' fs solid noborder
set object rectangle from screen 0.86586,0.33194 to screen 0.88954,0.34843 behind fc rgb '#38588c' fs solid noborder
set object rectangle from screen 0.86586,0.34018 to screen 0.88954,0.35668 behind fc rgb '#375a8c' fs solid noborder
set object rectangle from screen 0.86586,0.34843 to screen 0.88954,0.36493 behind fc rgb '#355d8c' fs solid noborder
set object rectangle from screen 0.86586,0.35668 to screen 0.88954,0.37318 behind fc rgb '#34608c' fs solid noborder
set object rectangle from screen 0.86586,0.36493 to screen 0.88954,0.38143 behind fc rgb '#33628d' fs solid noborder
set object rectangle from screen 0.86586,0.37318 to screen 0.88954,0.38968 behind fc rgb '#32658d' fs solid noborder
set object rectangle from screen 0.86586,0.38143 to screen 0.88954,0.39793 behind fc rgb '#30688d' fs solid noborder
set object rectangle from screen 0.86586,0.38968 to screen 0.88954,0.40618 behind fc rgb '#2f6a8d' fs solid noborder
set object rectangle from screen 0.86586,0.39793 to screen 0.88954,0.41443 behind fc rgb '#2e6d8e' fs solid noborder
set object rectangle from screen 0.86586,0.40618 to screen 0.88954,0.42268 behind fc rgb '#2d708e' fs solid noborder
set object rectangle from screen 0.86586,0.41443 to screen 0.88954,0.43093 behind fc rgb '#2c728e' fs solid noborder
set object rectangle from screen 0.86586,0.42268 to screen 0.88954,0.43918 behind fc rgb '#2b758e' fs solid noborder
set object rectangle from screen 0.86586,0.43093 to screen 0.88954,0.44743 behind fc rgb '#2a778e' fs solid noborder
set object rectangle from screen 0.86586,0.43918 to screen 0.88954,0.45568 behind fc rgb '#297a8e' fs solid noborder
set object rectangle from screen 0.86586,0.44743 to screen 0.88954,0.46393 behind fc rgb '#287d8e' fs solid noborder
set object rectangle from screen 0.86586,0.45568 to screen 0.88954,0.47218 behind fc rgb '#277f8e' fs solid noborder
set object rectangle from screen 0.86586,0.46393 to screen 0.88954,0.48043 behind fc rgb '#26828d' fs solid noborder
set object rectangle from screen 0.86586,0.47218 to screen 0.88954,0.48867 behind fc rgb '#25848d' fs solid noborder
set object rectangle from screen 0.86586,0.48043 to screen 0.88954,0.49692 behind fc rgb '#24878d' fs solid noborder
set object rectangle from screen 0.86586,0.48867 to screen 0.88954,0.50517 behind fc rgb '#238a8d' fs solid noborder
set object rectangle from screen 0.86586,0.49692 to screen 0.88954,0.51342 behind fc rgb '#228c8d' fs solid noborder
set object rectangle from screen 0.86586,0.50517 to screen 0.88954,0.52167 behind fc rgb '#218f8d' fs solid noborder
set object rectangle from screen 0.86586,0.51342 to screen 0.88954,0.52992 behind fc rgb '#21918d' fs solid noborder
set object rectangle from screen 0.86586,0.52167 to screen 0.88954,0.53817 behind fc rgb '#22948c' fs solid noborder
set object rectangle from screen 0.86586,0.52992 to screen 0.88954,0.54642 behind fc rgb '#22968b' fs solid noborder
set object rectangle from screen 0.86586,0.53817 to screen 0.88954,0.55467 behind fc rgb '#23988a' fs solid noborder
set object rectangle from screen 0.86586,0.54642 to screen 0.88954,0.56292 behind fc rgb '#239b89' fs solid noborder
set object rectangle from screen 0.86586,0.55467 to screen 0.88954,0.57117 behind fc rgb '#249d88' fs solid noborder
set object rectangle from screen 0.86586,0.56292 to screen 0.88954,0.57942 behind fc rgb '#24a087' fs solid noborder
set object rectangle from screen 0.86586,0.57117 to screen 0.88954,0.58767 behind fc rgb '#25a286' fs solid noborder
set object rectangle from screen 0.86586,0.57942 to screen 0.88954,0.59592 behind fc rgb '#25a585' fs solid noborder
set object rectangle from screen 0.86586,0.58767 to screen 0.88954,0.60417 behind fc rgb '#26a784' fs solid noborder
set object rectangle from screen 0.86586,0.59592 to screen 0.88954,0.61242 behind fc rgb '#26a983' fs solid noborder
set object rectangle from screen 0.86586,0.60417 to screen 0.88954,0.62067 behind fc rgb '#27ac82' fs solid noborder
set object rectangle from screen 0.86586,0.61242 to screen 0.88954,0.62891 behind fc rgb '#29ae80' fs solid noborder
set object rectangle from screen 0.86586,0.62067 to screen 0.88954,0.63716 behind fc rgb '#2eb07d' fs solid noborder
set object rectangle from screen 0.86586,0.62891 to screen 0.88954,0.64541 behind fc rgb '#32b37b' fs solid noborder
set object rectangle from screen 0.86586,0.63716 to screen 0.88954,0.65366 behind fc rgb '#36b578' fs solid noborder
set object rectangle from screen 0.86586,0.64541 to screen 0.88954,0.66191 behind fc rgb '#3bb776' fs solid noborder
set object rectangle from screen 0.86586,0.65366 to screen 0.88954,0.67016 behind fc rgb '#3fb973' fs solid noborder
set object rectangle from screen 0.86586,0.66191 to screen 0.88954,0.67841 behind fc rgb '#44bc71' fs solid noborder
set object rectangle from screen 0.86586,0.67016 to screen 0.88954,0.68666 behind fc rgb '#48be6e' fs solid noborder
set object rectangle from screen 0.86586,0.67841 to screen 0.88954,0.69491 behind fc rgb '#4dc06c' fs solid noborder
set object rectangle from screen 0.86586,0.68666 to screen 0.88954,0.70316 behind fc rgb '#51c269' fs solid noborder
set object rectangle from screen 0.86586,0.69491 to screen 0.88954,0.71141 behind fc rgb '#55c567' fs solid noborder
set object rectangle from screen 0.86586,0.70316 to screen 0.88954,0.71966 behind fc rgb '#5ac764' fs solid noborder
set object rectangle from screen 0.86586,0.71141 to screen 0.88954,0.72791 behind fc rgb '#5fc961' fs solid noborder
set object rectangle from screen 0.86586,0.71966 to screen 0.88954,0.73616 behind fc rgb '#66cb5d' fs solid noborder
set object rectangle from screen 0.86586,0.72791 to screen 0.88954,0.74441 behind fc rgb '#6ccc59' fs solid noborder
set object rectangle from screen 0.86586,0.73616 to screen 0.88954,0.75266 behind fc rgb '#73ce55' fs solid noborder
set object rectangle from screen 0.86586,0.74441 to screen 0.88954,0.76091 behind fc rgb '#79d051' fs solid noborder
set object rectangle from screen 0.86586,0.75266 to screen 0.88954,0.76916 behind fc rgb '#80d14d' fs solid noborder
set object rectangle from screen 0.86586,0.76091 to screen 0.88954,0.7774 behind fc rgb '#86d348' fs solid noborder
set object rectangle from screen 0.86586,0.76916 to screen 0.88954,0.78565 behind fc rgb '#8dd544' fs solid noborder
set object rectangle from screen 0.86586,0.7774 to screen 0.88954,0.7939 behind fc rgb '#93d640' fs solid noborder
set object rectangle from screen 0.86586,0.78565 to screen 0.88954,0.80215 behind fc rgb '#9ad83c' fs solid noborder
set object rectangle from screen 0.86586,0.7939 to screen 0.88954,0.8104 behind fc rgb '#a0da38' fs solid noborder
set object rectangle from screen 0.86586,0.80215 to screen 0.88954,0.81865 behind fc rgb '#a7db34' fs solid noborder
set object rectangle from screen 0.86586,0.8104 to screen 0.88954,0.8269 behind fc rgb '#addc31' fs solid noborder
set object rectangle from screen 0.86586,0.81865 to screen 0.88954,0.83515 behind fc rgb '#b4dd30' fs solid noborder
set object rectangle from screen 0.86586,0.8269 to screen 0.88954,0.8434 behind fc rgb '#bbde2f' fs solid noborder
set object rectangle from screen 0.86586,0.83515 to screen 0.88954,0.85165 behind fc rgb '#c2df2e' fs solid noborder
set object rectangle from screen 0.86586,0.8434 to screen 0.88954,0.8599 behind fc rgb '#c9e02d' fs solid noborder
set object rectangle from screen 0.86586,0.85165 to screen 0.88954,0.86815 behind fc rgb '#d0e12c' fs solid noborder
set object rectangle from screen 0.86586,0.8599 to screen 0.88954,0.8764 behind fc rgb '#d7e22b' fs solid noborder
set object rectangle from screen 0.86586,0.86815 to screen 0.88954,0.88465 behind fc rgb '#dee32a' fs solid noborder
set object rectangle from screen 0.86586,0.8764 to screen 0.88954,0.8929 behind fc rgb '#e5e429' fs solid noborder
set object rectangle from screen 0.86586,0.88465 to screen 0.88954,0.90115 behind fc rgb '#ece528' fs solid noborder
set object rectangle from screen 0.86586,0.8929 to screen 0.88954,0.9094 behind fc rgb '#f3e627' fs solid noborder
set object rectangle from screen 0.86586,0.90115 to screen 0.88954,0.9094 behind fc rgb '#fae726' fs solid noborder
set arrow from screen 0.88954,0.11745 to screen 0.89744,0.11745 nohead back lw 0.8 lc rgb '#222222' dt solid
set label '0.0' at screen 0.90533,0.11745 left front font 'Inter,11' textcolor rgb '#222222' noenhanced
set arrow from screen 0.88954,0.27584 to screen 0.89744,0.27584 nohead back lw 0.8 lc rgb '#222222' dt solid
set label '0.2' at screen 0.90533,0.27584 left front font 'Inter,11' textcolor rgb '#222222' noenhanced
set arrow from screen 0.88954,0.43423 to screen 0.89744,0.43423 nohead back lw 0.8 lc rgb '#222222' dt solid
set label '0.4' at screen 0.90533,0.43423 left front font 'Inter,11' textcolor rgb '#222222' noenhanced
set arrow from screen 0.88954,0.59262 to screen 0.89744,0.59262 nohead back lw 0.8 lc rgb '#222222' dt solid
set label '0.6' at screen 0.90533,0.59262 left front font 'Inter,11' textcolor rgb '#222222' noenhanced
set arrow from screen 0.88954,0.75101 to screen 0.89744,0.75101 nohead back lw 0.8 lc rgb '#222222' dt solid
set label '0.8' at screen 0.90533,0.75101 left front font 'Inter,11' textcolor rgb '#222222' noenhanced
set arrow from screen 0.88954,0.9094 to screen 0.89744,0.9094 nohead back lw 0.8 lc rgb '#222222' dt solid
set label '1.0' at screen 0.90533,0.9094 left front font 'Inter,11' textcolor rgb '#222222' noenhanced
set label 'Validation error' at screen 0.97895,0.51342 center rotate by 90 front font 'Inter,12' textcolor rgb '#222222' noenhanced
set arrow from screen 0.12856,0.97315 to screen 0.17593,0.97315 nohead front lw 7 lc rgb '#dadada' dt solid
set label 'never' at screen 0.19172,0.97315 left front font 'Inter,12' textcolor rgb '#222222' noenhanced
$T1 << EOD
-1.0 0.0 -1.5 -0.49333760220303285 -0.5 0.5101694915254237 4456788.0
0.0 0.0 -0.5 0.5066623977969671 -0.5 0.5101694915254237 4456788.0
1.0 0.0 0.5 1.5 -0.5 0.5101694915254237 4456788.0
-1.0 1.0 -1.5 -0.49333760220303285 0.5 1.5101694915254238 12705582.0
0.0 1.0 -0.5 0.5066623977969671 0.5 1.5101694915254238 2199693.0
1.0 1.0 0.5 1.5 0.5 1.5101694915254238 4595824.0
-1.0 2.0 -1.5 -0.49333760220303285 1.5 2.510169491525424 14541610.0
0.0 2.0 -0.5 0.5066623977969671 1.5 2.510169491525424 3782263.0
1.0 2.0 0.5 1.5 1.5 2.510169491525424 4405376.0
-1.0 3.0 -1.5 -0.49333760220303285 2.5 3.5 15262760.0
0.0 3.0 -0.5 0.5066623977969671 2.5 3.5 6080611.0
1.0 3.0 0.5 1.5 2.5 3.5 14342874.0
EOD
$T2 << EOD
-1.5 2.0
1.5 2.0
EOD
$T3 << EOD
0.6020599913279623 2.0
0.0 1.0
0.0 1.0
-1.0 0.55
NaN NaN
EOD
set label '0.5' at screen 0.60688,0.43792 left front font 'Inter,10' textcolor rgb '#ffffff' noenhanced
set label 'A' at screen 0.50248,0.63255 left front font 'Inter:Bold,12' textcolor rgb '#ffffff' noenhanced
$T4 << EOD
0.0 1.0
EOD
plot $T1 using 1:2:3:4:5:6:7 with boxxyerror fs solid noborder lc rgb variable, \
  $T2 using 1:2 with lines lw 1.01 lc rgb '#ffffff' dt (4,3), \
  $T3 using 1:2 with lines lw 2.4 lc rgb '#90222222' dt solid, \
  $T3 using 1:2 with lines lw 1 lc rgb '#ffffff' dt solid, \
  $T4 using 1:2 with points pt 7 ps 0.75 lc rgb '#ffffff', \
  $T4 using 1:2 with points pt 6 ps 0.75 lw 1.4 lc rgb '#222222'
unset label; unset arrow; unset object
unset multiplot
