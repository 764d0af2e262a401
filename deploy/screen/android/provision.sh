#!/bin/sh
# 用 adb 设置一块安卓大屏。先在大屏上打开“USB 调试”，用 USB 线或 adb connect 连接。
# Sets up an Android panel with adb: switch on "USB debugging" on the panel first, then connect it (USB, or adb connect).
set -eu
START=@@START@@
BROWSER="${SANKETANG_SCREEN_BROWSER:-com.android.chrome}"

adb get-state >/dev/null || { echo '没有找到大屏。 No panel found: adb devices' >&2; exit 1; }
# Lit while it has power, and for as long as it can be when it has not.
adb shell settings put global stay_on_while_plugged_in 7
adb shell settings put system screen_off_timeout 2147483647
adb shell pm grant "$BROWSER" android.permission.CAMERA
adb shell pm grant "$BROWSER" android.permission.RECORD_AUDIO
# What adb is given goes through the panel's own shell once more: hence the second pair of quotes.
adb shell am start -a android.intent.action.VIEW -d "'$START'" "$BROWSER"
echo '大屏上已打开页面：允许摄像头和麦克风，再按说明“添加到主屏幕”。'
echo 'The page is open on the panel: allow camera and microphone, then add it to the home screen as the instructions say.'
