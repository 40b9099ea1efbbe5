"""Holds RDF files against the SHACL shapes of CPSV-AP and CCCEV: shapes.py SHAPES.tar FILE...

Anything a shape reports is a failure, warnings and infos too. Each file is looked at as it stands and with what RDFS infers.
"""

import sys
import tarfile

from pyshacl import validate
from rdflib import Graph

SHAPES = ["cpsv-ap/shacl/cpsv-ap-SHACL.ttl", "cccev/shacl/cccev-ap-SHACL.ttl"]


def main(archive, files):
    with tarfile.open(archive) as tar:
        shapes = {name: Graph().parse(data=tar.extractfile(name).read(), format="turtle") for name in SHAPES}
    graphs = {file: Graph().parse(file) for file in files}
    failed = False
    first = next(iter(graphs.values()))
    for file, graph in graphs.items():
        if not len(graph) or set(graph) != set(first):
            print(f"{file}: {len(graph)} triples, not those of {files[0]}")
            failed = True
        for name, shape in shapes.items():
            for inference in ["none", "rdfs"]:
                conforms, report, text = validate(
                    graph, shacl_graph=shape, inference=inference, allow_infos=False, allow_warnings=False
                )
                print(f"{file}: {len(graph)} triples, {name}, inference {inference}: {'conforms' if conforms else 'DOES NOT CONFORM'}")
                if not conforms:
                    failed = True
                    print(text)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
