from setuptools import find_packages, setup

FOLDERS = ["graph", "ontology", "loaders", "queries", "api", "visualizations"]
FOUND = find_packages(include=[*FOLDERS, *(f"{folder}.*" for folder in FOLDERS)])
setup(packages=[f"taizhang.{name}" for name in FOUND], package_dir={f"taizhang.{f}": f for f in FOLDERS})
