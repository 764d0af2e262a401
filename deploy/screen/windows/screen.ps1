# 三课堂大屏：安装、全屏打开本教室的页面、浏览器关闭或停住时重新打开。Windows PowerShell 5 或更新。
# Installs itself, keeps a full-screen browser on this room's page, and starts it again when it ends or hangs.
param([ValidateSet('Install', 'Run', 'Policies', 'Remove')][string]$Do = 'Run')
Set-StrictMode -Version 2
$ErrorActionPreference = 'Stop'

$origin = @@ORIGIN@@
$key = @@KEY@@

$house = Join-Path $env:LOCALAPPDATA 'SanketangScreen'
$startup = Join-Path ([Environment]::GetFolderPath('Startup')) 'sanketang-screen.cmd'
# Camera, microphone and sound without a question, for our address alone.
$policies = 'AutoplayAllowlist', 'VideoCaptureAllowedUrls', 'AudioCaptureAllowedUrls'
$browserKeys = 'HKLM:\SOFTWARE\Policies\Microsoft\Edge', 'HKLM:\SOFTWARE\Policies\Google\Chrome'

function Find-Browser {
    $inside = 'Microsoft\Edge\Application\msedge.exe', 'Google\Chrome\Application\chrome.exe'
    foreach ($path in $inside) {
        foreach ($root in ${env:ProgramFiles(x86)}, $env:ProgramFiles, $env:LOCALAPPDATA) {
            if (-not $root) { continue }
            $found = Join-Path $root $path
            if (Test-Path -LiteralPath $found) { return $found }
        }
    }
    return $null
}

function Test-Administrator {
    $me = New-Object Security.Principal.WindowsPrincipal ([Security.Principal.WindowsIdentity]::GetCurrent())
    return $me.IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
}

# A list policy is a key with numbered values. What others have put there stays.
function Add-Policies {
    foreach ($browserKey in $browserKeys) {
        foreach ($policy in $policies) {
            $path = Join-Path $browserKey $policy
            if (-not (Test-Path -LiteralPath $path)) { New-Item -Path $path -Force | Out-Null }
            $item = Get-Item -LiteralPath $path
            $values = @($item.GetValueNames() | ForEach-Object { $item.GetValue($_) })
            if ($values -contains $origin) { continue }
            $number = 1
            while ($item.GetValueNames() -contains "$number") { $number++ }
            New-ItemProperty -LiteralPath $path -Name "$number" -Value $origin -PropertyType String | Out-Null
        }
    }
    powercfg.exe /change monitor-timeout-ac 0
    powercfg.exe /change standby-timeout-ac 0
}

function Remove-Policies {
    foreach ($browserKey in $browserKeys) {
        foreach ($policy in $policies) {
            $path = Join-Path $browserKey $policy
            if (-not (Test-Path -LiteralPath $path)) { continue }
            $item = Get-Item -LiteralPath $path
            foreach ($name in $item.GetValueNames()) {
                if ($item.GetValue($name) -ceq $origin) { Remove-ItemProperty -LiteralPath $path -Name $name }
            }
        }
    }
}

function Install-Screen {
    New-Item -ItemType Directory -Path $house -Force | Out-Null
    # One that runs already would go on with the key it was started with.
    foreach ($name in 'launcher.pid', 'browser.pid') { Stop-Known $name }
    $here = Split-Path -Parent $PSCommandPath
    Copy-Item -LiteralPath (Join-Path $here 'screen.ps1') -Destination $house -Force
    Copy-Item -LiteralPath (Join-Path $here 'sanketang-screen.cmd') -Destination $startup -Force
    if (Test-Administrator) {
        Add-Policies
    }
    else {
        Write-Host '允许摄像头和声音需要管理员权限，请在弹出的窗口中点“是”。'
        Write-Host 'Camera and sound need an administrator: answer Yes in the window that comes up.'
        try {
            $script = '"' + (Join-Path $house 'screen.ps1') + '"'
            $words = '-NoProfile', '-ExecutionPolicy', 'Bypass', '-File', $script, '-Do', 'Policies'
            Start-Process -FilePath 'powershell.exe' -Verb RunAs -Wait -ArgumentList $words
        }
        catch {
            Write-Host '没有取得管理员权限：第一次打开时请在大屏上点“允许”。'
            Write-Host 'Not allowed: press Allow on the screen when it first asks.'
        }
    }
    if (-not (Find-Browser)) {
        Write-Host '没有找到 Edge 或 Chrome，请先安装。 There is no Edge or Chrome: install one first.'
    }
    Start-Process -FilePath $startup -WindowStyle Minimized
    Write-Host '已安装，登录后自动打开。 Installed: it starts at every log-in.'
}

function Remove-Screen {
    Remove-Item -LiteralPath $startup -Force -ErrorAction SilentlyContinue
    foreach ($name in 'launcher.pid', 'browser.pid') { Stop-Known $name }
    Remove-Item -LiteralPath $house -Recurse -Force -ErrorAction SilentlyContinue
    if (Test-Administrator) { Remove-Policies }
    Write-Host '已卸载。 Removed.'
}

# Ends the process that a file names, if it is one of ours still: numbers are given out again.
function Stop-Known([string]$name) {
    $file = Join-Path $house $name
    if (-not (Test-Path -LiteralPath $file)) { return }
    $number = 0
    if (-not [int]::TryParse((Get-Content -LiteralPath $file -TotalCount 1), [ref]$number)) { return }
    $old = Get-CimInstance Win32_Process -Filter "ProcessId = $number" -ErrorAction SilentlyContinue
    if ($old -and $old.CommandLine -and $old.CommandLine.Contains('SanketangScreen')) {
        Stop-Process -Id $number -Force -ErrorAction SilentlyContinue
    }
}

# Start-Process puts spaces between words and no quotes around them.
function Get-Words([string]$program, [string]$userData) {
    $words = @('--kiosk', "$origin/screen#key=$key")
    if ($program.EndsWith('msedge.exe')) { $words += '--edge-kiosk-type=fullscreen', '--kiosk-idle-timeout-minutes=0' }
    $words += '"--user-data-dir=' + $userData + '"'
    $words += '--no-first-run', '--no-default-browser-check'
    $words += '--autoplay-policy=no-user-gesture-required'
    $words += '--disable-session-crashed-bubble', '--hide-crash-restore-bubble', '--noerrdialogs'
    $words += '--disable-features=Translate,msUndersideButton,msImplicitSignin', '--disable-pinch', '--overscroll-history-navigation=0'
    return $words
}

# The page changes its title every half minute. One that has done so and then shows the same one for minutes hangs; a title that cannot be
# read says nothing. No clock is asked: that of a PC may jump.
function Watch-Browser($process) {
    $lived = 0; $silent = 0; $changes = 0; $title = ''
    while (-not $process.WaitForExit(5000)) {
        $lived += 5
        $process.Refresh()
        $now = $process.MainWindowTitle
        if (-not $now -or $now -cne $title) {
            if ($title -and $now) { $changes++ }
            $title = $now; $silent = 0
            continue
        }
        $silent += 5
        if ($changes -ge 3 -and $silent -ge 300) { Stop-Process -Id $process.Id -Force -ErrorAction SilentlyContinue }
    }
    return $lived
}

function Start-Screen {
    $mine = $false
    $mutex = New-Object Threading.Mutex ($true, 'Local\SanketangScreen', [ref]$mine)
    if (-not $mine) { return }
    New-Item -ItemType Directory -Path $house -Force | Out-Null
    Stop-Known 'browser.pid'
    Set-Content -LiteralPath (Join-Path $house 'launcher.pid') -Value $PID
    $userData = Join-Path $house 'profile'
    $waitSeconds = 1; $shortLives = 0
    while ($true) {
        $lived = 0
        $program = Find-Browser
        if ($program) {
            try {
                $process = Start-Process -FilePath $program -ArgumentList (Get-Words $program $userData) -PassThru
                Set-Content -LiteralPath (Join-Path $house 'browser.pid') -Value $process.Id
                $lived = Watch-Browser $process
            }
            catch { $lived = 0 }
        }
        if ($lived -ge 30) { $waitSeconds = 1; $shortLives = 0 }
        else {
            $shortLives++
            if ($shortLives -gt 1) { $waitSeconds = [Math]::Min(60, $waitSeconds * 2) }
            # A profile that the browser cannot open is worth nothing: the key makes this the same screen in a new one.
            if ($shortLives -eq 4) { Remove-Item -LiteralPath $userData -Recurse -Force -ErrorAction SilentlyContinue }
        }
        Start-Sleep -Seconds $waitSeconds
    }
}

switch ($Do) {
    'Install' { Install-Screen }
    'Run' { Start-Screen }
    'Policies' { Add-Policies }
    'Remove' { Remove-Screen }
}
