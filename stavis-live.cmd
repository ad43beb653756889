@echo off
rem Runs stavis-live on Windows: builds when needed, then starts it.
setlocal
set "root=%~dp0"
where dotnet >nul 2>nul || (echo StavisLive needs the .NET SDK 10.0: https://dot.net/download & exit /b 1)
where ffmpeg >nul 2>nul || echo stavis-live: ffmpeg was not found; files, streams and overlay videos need it: winget install Gyan.FFmpeg 1>&2
dotnet build "%root%src\StavisLive.Cli" -c Release -v quiet -nologo 1>&2 || (echo stavis-live could not be built. & exit /b 1)
"%root%artifacts\bin\StavisLive.Cli\release\stavis-live.exe" %*
