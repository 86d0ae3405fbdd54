@echo off
rem What "make run" does, for Windows: makes .venv, installs the pinned packages, serves.
setlocal
cd /d "%~dp0"
set PYTHONUTF8=1
set PIP_DISABLE_PIP_VERSION_CHECK=1

if not exist .venv\Scripts\python.exe (
  py -3 -c "import sys; sys.exit(sys.version_info < (3, 11))" 2>nul
  if errorlevel 1 (
    echo Python 3.11 or newer is needed. Install it from the Microsoft Store or python.org.
    exit /b 1
  )
  py -3 -m venv .venv
  if errorlevel 1 exit /b 1
)

fc /b requirements.txt .venv\installed.txt >nul 2>&1
if errorlevel 1 (
  .venv\Scripts\python -m pip install --quiet --require-hashes -r requirements.txt
  if errorlevel 1 exit /b 1
  copy /y requirements.txt .venv\installed.txt >nul
)

.venv\Scripts\pybabel -q compile -d translations
if errorlevel 1 exit /b 1

rem "run demo" is what "make demo" is.
if "%~1"=="demo" (
  .venv\Scripts\flask demo
  exit /b
)

.venv\Scripts\python app.py
exit /b %errorlevel%
