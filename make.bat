@echo off
rem The targets of the Makefile, for Windows: make review, make review FORCE=avon, make test ...
rem In PowerShell write .\make instead of make. Only Python 3.11 or later has to be there.
setlocal
cd /d "%~dp0"

rem cmd splits FORCE=avon at the equals sign, so the name and the value arrive one after the other.
if /i "%~2"=="FORCE" set "FORCE=%~3"
if /i "%~2"=="PYTHON" set "PYTHON=%~3"
if not defined FORCE set "FORCE=exampleshire"
if not defined PYTHON (
  where py >nul 2>nul && set "PYTHON=py -3" || set "PYTHON=python"
)
set "RUN=.venv\Scripts\python.exe"
set "PYTEST=%RUN% -m pytest -n logical --maxprocesses 4 --dist loadfile --nbval-lax"

if "%~1"=="" goto help
for %%T in (help review lab test test-all bench lint lock) do if /i "%~1"=="%%T" goto %%T
echo There is no target "%~1". 1>&2
call :help 1>&2
exit /b 2

:help
echo make review [FORCE=exampleshire]   build the review of a force and print where its front page is
echo make lab                           open the notebooks in JupyterLab
echo make test                          every test that is not slow
echo make test-all                      every test
echo make bench                         the benchmarks, beside their peers
echo make lint                          the style of the code
echo make lock                          write requirements.lock anew (needs uv)
echo A Python other than the usual:     make review PYTHON=C:\Python312\python.exe
exit /b 0

:setup
%PYTHON% bootstrap.py
exit /b %errorlevel%

:review
call :setup || exit /b 1
.venv\Scripts\reviewkit.exe build %FORCE%
exit /b %errorlevel%

:lab
call :setup || exit /b 1
%RUN% -m jupyterlab --ip=127.0.0.1 notebooks
exit /b %errorlevel%

:test
call :setup || exit /b 1
%PYTEST% -m "not slow" tests reviewkit notebooks
exit /b %errorlevel%

:test-all
call :setup || exit /b 1
%PYTEST% tests reviewkit notebooks
exit /b %errorlevel%

:bench
call :setup || exit /b 1
%RUN% -m bench
exit /b %errorlevel%

:lint
call :setup || exit /b 1
%RUN% -m ruff check && %RUN% -m ruff format --check
exit /b %errorlevel%

:lock
uv pip compile --quiet --universal --generate-hashes --python-version 3.11 pyproject.toml --extra cluster --group test --group build --no-header --no-annotate --no-emit-index-url --no-emit-find-links --output-file requirements.lock
exit /b %errorlevel%
