@echo off
rem Stands in the Startup folder: opens the screen at log-in.
start "" /min powershell.exe -NoProfile -ExecutionPolicy Bypass -WindowStyle Hidden -File "%LOCALAPPDATA%\SanketangScreen\screen.ps1" -Do Run
