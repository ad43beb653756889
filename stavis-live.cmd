@echo off
rem Runs stavis-live on Windows: says what is missing, builds when a source is newer than the last build, then starts it.
setlocal DisableDelayedExpansion
rem It must not take what is piped into stavis-live.
"%SystemRoot%\System32\WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -ExecutionPolicy Bypass -File "%~dp0tools\windows-build.ps1" <nul || exit /b
rem Going nowhere ends the batch file but not this line: Ctrl-C then asks nobody whether to end the batch file, and the exit code is the program's.
rem It runs in the .NET that built it: the .exe would not look for one on PATH.
goto :nowhere 2>nul || dotnet.exe "%~dp0artifacts\bin\StavisLive.Cli\release\stavis-live.dll" %*
