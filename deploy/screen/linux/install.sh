#!/bin/sh
# 安装：登录后自动打开大屏。Makes the screen start at every log-in of this user.
#   sh install.sh             安装并打开 install and start
#   sh install.sh --no-start  只安装 install only
#   sudo sh install.sh --policies   只写浏览器策略 write the browsers' policies only (as root)
#   sh install.sh --remove    卸载 remove
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
house="${XDG_DATA_HOME:-$HOME/.local/share}/sanketang-screen"
autostart="${XDG_CONFIG_HOME:-$HOME/.config}/autostart"
etc="${SANKETANG_SCREEN_ETC:-/etc}"

say() { printf '%s\n' "$*"; }

# Camera, microphone and sound without a question, for our address alone.
policies() {
  for folder in chromium chromium-browser opt/chrome opt/edge; do
    mkdir -p "$etc/$folder/policies/managed"
    cp "$here/policies.json" "$etc/$folder/policies/managed/sanketang-screen.json"
    chmod 644 "$etc/$folder/policies/managed/sanketang-screen.json"
  done
}

# One that runs already would go on with the key it was started with.
stop_launcher() {
  old=$(cat "$house/launcher.pid" 2>/dev/null) || return 0
  case "$old" in '' | *[!0-9]*) return 0 ;; esac
  tr '\0' ' ' <"/proc/$old/cmdline" 2>/dev/null | grep -qF sanketang-screen || return 0
  kill "$old" 2>/dev/null || return 0
  for _ in 1 2 3 4 5 6; do
    kill -0 "$old" 2>/dev/null || return 0
    sleep 1
  done
}

remove() {
  rm -f "$autostart/sanketang-screen.desktop"
  stop_launcher
  rm -rf "$house"
}

install_screen() {
  (umask 077 && mkdir -p "$house")
  stop_launcher
  cp "$here/screen.sh" "$house/screen.sh"
  chmod 700 "$house/screen.sh"
  mkdir -p "$autostart"
  cp "$here/sanketang-screen.desktop" "$autostart/sanketang-screen.desktop"
}

case "${1:-}" in
  --policies)
    policies
    ;;
  --remove)
    remove
    say '已卸载。 Removed.'
    ;;
  *)
    install_screen
    if [ -w "$etc" ]; then
      policies
    elif ! sudo -n sh "$here/install.sh" --policies 2>/dev/null; then
      say '还差一步：允许摄像头和声音。请由管理员运行：'
      say 'One step is left, for camera and sound. As an administrator run:'
      say "  sudo sh '$here/install.sh' --policies"
    fi
    say '已安装，登录后自动打开。 Installed: it starts at every log-in.'
    if [ "${1:-}" != --no-start ]; then
      nohup "$house/screen.sh" >/dev/null 2>&1 &
    fi
    ;;
esac
