#!/bin/sh
# 大屏：全屏打开本教室的页面；浏览器关闭、崩溃或停住时重新打开。
# Keeps a full-screen browser on this room's page, and starts it again when it ends, crashes or hangs.
#
# SANKETANG_SCREEN_BROWSER  browser to use     SANKETANG_SCREEN_FLAGS     more flags for it
# SANKETANG_SCREEN_SILENT_S seconds after which a page that gives no sign of life counts as hung (300)
set -u
umask 077
ORIGIN=@@ORIGIN@@
KEY=@@KEY@@
HOUSE="${XDG_DATA_HOME:-$HOME/.local/share}/sanketang-screen"
PROFILE="$HOUSE/profile"
SILENT_S="${SANKETANG_SCREEN_SILENT_S:-300}"
child=

say() { printf '%s\n' "$*" >&2; }

find_browser() {
  for each in "${SANKETANG_SCREEN_BROWSER:-}" chromium chromium-browser google-chrome-stable google-chrome \
    microsoft-edge-stable microsoft-edge; do
    [ -n "$each" ] && command -v "$each" && return
  done
  return 1
}

# The browser of a launcher that was itself killed would share its profile with a second one: it goes first.
end_leftover() {
  old=$(cat "$HOUSE/browser.pid" 2>/dev/null) || return 0
  case "$old" in '' | *[!0-9]*) return 0 ;; esac
  if tr '\0' ' ' <"/proc/$old/cmdline" 2>/dev/null | grep -qF -- "--user-data-dir=$PROFILE"; then
    kill -KILL "$old" 2>/dev/null
  fi
}

stay_awake() {
  [ -n "${DISPLAY:-}" ] && command -v xset >/dev/null && { xset s off; xset s noblank; xset -dpms; } 2>/dev/null
  command -v gsettings >/dev/null && {
    gsettings set org.gnome.desktop.session idle-delay 0
    gsettings set org.gnome.settings-daemon.plugins.power sleep-inactive-ac-type nothing
  } 2>/dev/null
  return 0
}

start_browser() {
  mkdir -p "$PROFILE"
  # Left behind by a power cut, they keep the browser from starting.
  rm -f "$PROFILE/SingletonLock" "$PROFILE/SingletonCookie" "$PROFILE/SingletonSocket"
  # shellcheck disable=SC2086 # the flags are several words
  "$browser" \
    --kiosk --start-fullscreen "--user-data-dir=$PROFILE" \
    --no-first-run --no-default-browser-check --password-store=basic \
    --autoplay-policy=no-user-gesture-required \
    --disable-session-crashed-bubble --hide-crash-restore-bubble --noerrdialogs --disable-infobars \
    --disable-features=Translate --overscroll-history-navigation=0 --disable-pinch \
    ${SANKETANG_SCREEN_FLAGS:-} \
    "$ORIGIN/screen#key=$KEY" 9>&- &
  child=$!
  echo "$child" >"$HOUSE/browser.pid"
}

end_browser() {
  [ -n "$child" ] && kill -TERM "$child" 2>/dev/null && {
    for _ in 1 2 3; do
      kill -0 "$child" 2>/dev/null || break
      sleep 1
    done
    kill -KILL "$child" 2>/dev/null
  }
  child=
}

# The page writes a sign of life into its storage about once a minute. No clock is asked: that of a PC may jump.
sign_of_life() { find "$PROFILE/Default/Local Storage" -type f -exec cat {} + 2>/dev/null | cksum; }

# Ends when the browser has; sets `lived` to the seconds until then.
watch_browser() {
  lived=0 silent=0 armed=no
  last=$(sign_of_life)
  while kill -0 "$child" 2>/dev/null; do
    sleep 1
    lived=$((lived + 1)) silent=$((silent + 1))
    [ $((lived % 5)) -eq 0 ] || continue
    now=$(sign_of_life)
    if [ "$now" != "$last" ]; then
      last=$now silent=0 armed=yes
    elif [ "$armed" = yes ] && [ "$silent" -ge "$SILENT_S" ]; then
      say '页面没有反应，重新打开浏览器。 The page hangs: starting the browser again.'
      kill -KILL "$child" 2>/dev/null
    fi
  done
  wait "$child" 2>/dev/null
  child=
}

mkdir -p "$HOUSE"
exec 9>"$HOUSE/lock"
if command -v flock >/dev/null && ! flock -n 9; then
  say '大屏已在运行。 The screen is running already.'
  exit 0
fi
echo $$ >"$HOUSE/launcher.pid"
trap 'end_browser; rm -f "$HOUSE/browser.pid" "$HOUSE/launcher.pid"; exit 0' TERM INT HUP
end_leftover
stay_awake

wait_s=1 short_lives=0
while :; do
  if browser=$(find_browser); then
    start_browser
    watch_browser
  else
    say '没有找到 Chromium、Chrome 或 Edge。 There is no Chromium, Chrome or Edge.'
    lived=0
  fi
  if [ "$lived" -ge 30 ]; then
    wait_s=1 short_lives=0
  else
    short_lives=$((short_lives + 1))
    [ "$short_lives" -gt 1 ] && wait_s=$((wait_s * 2))
    [ "$wait_s" -gt 60 ] && wait_s=60
    # A profile that the browser cannot open is worth nothing: the key makes this the same screen in a new one.
    [ "$short_lives" -eq 4 ] && rm -rf "$PROFILE"
  fi
  # In the background, so that a signal need not wait for it.
  sleep "$wait_s" 9>&- &
  wait $!
done
