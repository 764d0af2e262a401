@echo off
rem Takes the screen out of this user's start-up.
powershell.exe -NoProfile -ExecutionPolicy Bypass -File "%~dp0screen.ps1" -Do Remove
pause
