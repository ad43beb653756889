# Brings stavis-live up to date on Windows, for stavis-live.cmd: says what is missing, and builds when a source is newer than the last
# build. Silent when there is nothing to do; what it says goes to standard error. Runs in the PowerShell that comes with Windows (5.1).
$ErrorActionPreference = 'Stop'
Set-StrictMode -Version 2.0

$root = Split-Path -Parent $PSScriptRoot
$artifacts = Join-Path $root 'artifacts'
$program = [IO.Path]::Combine($artifacts, 'bin', 'StavisLive.Cli', 'release', 'stavis-live.exe')
$stamp = Join-Path $artifacts 'stavis-live.built'
# MSBuild reads it from the environment as well.
$backend = if ($env:TorchBackend) { $env:TorchBackend } else { 'cuda-windows' }

function Say([string] $text) { [Console]::Error.WriteLine($text) }

function Test-Program([string] $name) { [bool](Get-Command $name -CommandType Application -ErrorAction SilentlyContinue) }

# Files and folders: a folder is newer when something was taken out of it.
function Test-Current {
    if (-not ([IO.File]::Exists($program) -and [IO.File]::Exists($stamp))) { return $false }
    if ([IO.File]::ReadAllText($stamp).Trim() -ne $backend) { return $false }
    $built = [IO.File]::GetLastWriteTimeUtc($stamp)
    foreach ($name in 'Directory.Build.props', 'Directory.Packages.props', 'global.json') {
        if ([IO.File]::GetLastWriteTimeUtc((Join-Path $root $name)) -gt $built) { return $false }
    }
    foreach ($name in 'src', 'proto', 'weights') {
        $folder = New-Object IO.DirectoryInfo (Join-Path $root $name)
        if ($folder.LastWriteTimeUtc -gt $built) { return $false }
        foreach ($entry in $folder.EnumerateFileSystemInfos('*', [IO.SearchOption]::AllDirectories)) {
            if ($entry.LastWriteTimeUtc -gt $built) { return $false }
        }
    }
    return $true
}

# One build at a time, however many programs start at once. Whoever dies gives the lock back.
function Enter-Build {
    $told = $false
    while ($true) {
        try {
            return New-Object IO.FileStream ((Join-Path $artifacts 'build.lock'), [IO.FileMode]::OpenOrCreate, [IO.FileAccess]::ReadWrite, [IO.FileShare]::None)
        }
        catch {
            # Sharing and lock violations; the last one is Linux's name for them.
            if (($_.Exception.GetBaseException().HResult -band 0xFFFF) -notin 32, 33, 11) { throw }
        }
        if (-not $told) { Say 'Waiting for another build of stavis-live ...' }
        $told = $true
        Start-Sleep -Milliseconds 500
    }
}

# A library in use cannot be written over, but renamed: who runs keeps the old one.
function Reset-Libraries {
    $files = @(Get-ChildItem -LiteralPath $artifacts -Recurse -File | Where-Object {
        $_.DirectoryName -match '[\\/]release([\\/]|$)' -and ($_.Name -like 'StavisLive.*.dll*' -or $_.Name -like 'stavis-live*')
    })
    foreach ($file in $files) {
        if ($file.Name -like '*.old') { Remove-Item -LiteralPath $file.FullName -Force -ErrorAction SilentlyContinue }
    }
    foreach ($file in $files) {
        if ($file.Name -like '*.old') { continue }
        $old = '{0}.{1}.old' -f $file.FullName, [Guid]::NewGuid().ToString('N').Substring(0, 8)
        [IO.File]::Move($file.FullName, $old)
        [IO.File]::Copy($old, $file.FullName)
        Remove-Item -LiteralPath $old -Force -ErrorAction SilentlyContinue
    }
}

function Show-Download {
    $packages = if ($env:NUGET_PACKAGES) { $env:NUGET_PACKAGES } else { [IO.Path]::Combine([Environment]::GetFolderPath('UserProfile'), '.nuget', 'packages') }
    if ($backend -ne 'cuda-windows' -or [IO.Directory]::Exists((Join-Path $packages 'torchsharp-cuda-windows'))) { return }
    Say 'The first build downloads libtorch for NVIDIA graphics cards: about 3 GB, and as much again unpacked.'
    Say 'Without such a card stop it (Ctrl-C) and choose the processor, 80 MB: set TorchBackend=cpu (PowerShell: $env:TorchBackend = "cpu")'
}

function Invoke-Build {
    # In the caller's folder a global.json of that folder's would choose the SDK.
    Set-Location -LiteralPath $root
    $foreign = @(& dotnet --info) -match '^ *RID:' -notmatch '-x64\b' -replace '^ *RID: *'
    if ($foreign) {
        Say "stavis-live needs the .NET SDK for x64, and this one is for ${foreign}: libtorch, which runs its network, has no package for that."
        return $false
    }
    Show-Download
    Say 'Building stavis-live (once, about a minute) ...'
    $started = [DateTime]::UtcNow
    # A build that breaks off may leave some of another libtorch behind.
    [IO.File]::Delete($stamp)
    Reset-Libraries
    # The compiler compiles its own code while it works: for one build that isn't worth doing with counters first, which takes twice as long.
    $env:DOTNET_TieredPGO = '0'
    # In 5.1 a line on standard error would count as a failure.
    $ErrorActionPreference = 'Continue'
    $log = & dotnet build src/StavisLive.Cli -c Release -v quiet -nologo 2>&1 | ForEach-Object { "$_" }
    $code = $LASTEXITCODE
    $ErrorActionPreference = 'Stop'
    if ($code -ne 0) {
        Say ($log -join [Environment]::NewLine)
        Say 'stavis-live could not be built.'
        return $false
    }
    # It bears the time at which the build began: what is edited meanwhile is built next time.
    [IO.File]::WriteAllText($stamp, $backend)
    [IO.File]::SetLastWriteTimeUtc($stamp, $started)
    return $true
}

try {
    if (-not (Test-Program 'dotnet')) {
        Say 'stavis-live needs the .NET SDK 10.0. Install it and open a new terminal: winget install Microsoft.DotNet.SDK.10'
        exit 1
    }
    if (-not ((Test-Program 'ffmpeg') -and (Test-Program 'ffprobe'))) {
        Say 'ffmpeg was not found; files, streams and overlay videos need it. Install it and open a new terminal: winget install Gyan.FFmpeg.Shared'
    }
    if (Test-Current) { exit 0 }
    [void][IO.Directory]::CreateDirectory($artifacts)
    $lock = Enter-Build
    try {
        if ((Test-Current) -or (Invoke-Build)) { exit 0 }
        exit 1
    }
    finally {
        $lock.Dispose()
    }
}
catch {
    Say "stavis-live could not be built: $($_.Exception.GetBaseException().Message)"
    exit 1
}
