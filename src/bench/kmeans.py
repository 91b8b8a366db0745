"""Fits scikit-learn's KMeans to a file of little-endian floats: FILE D K ITERATIONS SEED."""
import sys
import time

import numpy
import sklearn
from sklearn.cluster import KMeans

file, d, k, iterations, seed = sys.argv[1], *map(int, sys.argv[2:6])
vectors = numpy.fromfile(file, dtype="<f4").reshape(-1, d)
start = time.perf_counter()
fit = KMeans(k, init="k-means++", n_init=1, max_iter=iterations, algorithm="lloyd", random_state=seed).fit(vectors)
print(f"seconds={time.perf_counter() - start}")
print(f"iterations={fit.n_iter_}")
print(f"inertia={fit.inertia_}")
print(f"version={sklearn.__version__}")
