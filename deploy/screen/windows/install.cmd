@echo off
rem Installs the screen for the signed-in user. Everything else is in screen.ps1.
if not exist "%~dp0screen.ps1" (
  echo Unpack the whole folder first, then start install.cmd in it.
  pause
  exit /b 1
)
powershell.exe -NoProfile -ExecutionPolicy Bypass -File "%~dp0screen.ps1" -Do Install
pause
