"""Holds rendered manifests against the Kubernetes client's own types, and against each other: validate.py < MANIFESTS"""
import sys

import yaml
from kubernetes.client import models

# What the types are called there.
TYPES = {
    ("v1", "ConfigMap"): "V1ConfigMap",
    ("v1", "Service"): "V1Service",
    ("v1", "ServiceAccount"): "V1ServiceAccount",
    ("apps/v1", "StatefulSet"): "V1StatefulSet",
    ("batch/v1", "Job"): "V1Job",
    ("policy/v1", "PodDisruptionBudget"): "V1PodDisruptionBudget",
    ("rbac.authorization.k8s.io/v1", "Role"): "V1Role",
    ("rbac.authorization.k8s.io/v1", "RoleBinding"): "V1RoleBinding",
}
PLAIN = {"str": str, "int": int, "bool": bool, "float": (int, float), "datetime": str, "object": object}


def problems_of(value, kind, path):
    """What of a value is not as its type asks for: unknown and missing keys, values of other kinds."""
    if kind.startswith("list["):
        if not isinstance(value, list):
            return [f"{path} must be a list"]
        return [found for index, item in enumerate(value) for found in problems_of(item, kind[5:-1], f"{path}[{index}]")]
    if kind.startswith("dict("):
        if not isinstance(value, dict):
            return [f"{path} must be a table"]
        inner = kind[5:-1].split(", ", 1)[1]
        # A quantity may be a number.
        if inner == "str" and path.endswith((".requests", ".limits")):
            value = {key: str(item) for key, item in value.items()}
        return [found for key, item in value.items() for found in problems_of(item, inner, f"{path}.{key}")]
    if kind in PLAIN:
        is_wrong = not isinstance(value, PLAIN[kind]) or (kind == "int" and isinstance(value, bool))
        return [f"{path} must be of type {kind}, not {value!r}"] if is_wrong else []
    return problems_of_model(value, getattr(models, kind), path)


def problems_of_model(value, model, path):
    if not isinstance(value, dict):
        return [f"{path} must be a table"]
    names = {known: name for name, known in model.attribute_map.items()}
    problems = [f"{path}.{key} is not known to {model.__name__}" for key in value if key not in names]
    known = {names[key]: item for key, item in value.items() if key in names}
    for name, item in known.items():
        problems += problems_of(item, model.openapi_types[name], f"{path}.{model.attribute_map[name]}")
    try:
        model(**known)
    except ValueError as error:
        problems.append(f"{path}: {error}")
    return problems


def problems_between(manifests):
    """What names something that isn't there."""
    names = {(manifest["kind"], manifest["metadata"]["name"]) for manifest in manifests}
    pods = [manifest["spec"]["template"] for manifest in manifests if manifest["kind"] in ("StatefulSet", "Job")]
    for key in ("nodeSelector", "tolerations"):
        if any(pod["spec"].get(key) != pods[0]["spec"].get(key) for pod in pods):
            yield f"the StatefulSet and the Job have different {key}"
    if any(pod["spec"].get("nodeSelector", {}).get("kubernetes.io/arch") != "amd64" for pod in pods):
        yield "pods may come to machines that the image is not for: nodeSelector lacks kubernetes.io/arch"
    for manifest in manifests:
        place = f"{manifest['kind']} {manifest['metadata']['name']}"
        spec = manifest.get("spec", {})
        if manifest["kind"] == "Service":
            chosen = [pod for pod in pods if spec["selector"].items() <= pod["metadata"]["labels"].items()]
            ports = {port["name"] for pod in chosen for container in pod["spec"]["containers"] for port in container.get("ports", [])}
            yield from (f"{place}: no pod has the port {port['targetPort']}" for port in spec["ports"] if port["targetPort"] not in ports)
            if len(chosen) != 1:
                yield f"{place} chooses {len(chosen)} kinds of pods"
        if manifest["kind"] in ("StatefulSet", "PodDisruptionBudget"):
            wanted = spec["selector"]["matchLabels"].items()
            if sum(wanted <= pod["metadata"]["labels"].items() for pod in pods) != 1:
                yield f"{place} does not choose one kind of pods"
        if manifest["kind"] == "StatefulSet" and ("Service", spec["serviceName"]) not in names:
            yield f"{place}: there is no Service {spec['serviceName']}"
        if manifest["kind"] == "RoleBinding" and not {(s["kind"], s["name"]) for s in [manifest["roleRef"], *manifest["subjects"]]} <= names:
            yield f"{place} binds what isn't there"
        if manifest["kind"] in ("StatefulSet", "Job"):
            yield from problems_of_pod(place, spec, names)


def problems_of_pod(place, spec, names):
    pod = spec["template"]["spec"]
    volumes = {volume["name"] for volume in pod["volumes"]} | {claim["metadata"]["name"] for claim in spec.get("volumeClaimTemplates", [])}
    mounted = {mount["name"] for container in pod["containers"] for mount in container["volumeMounts"]}
    if volumes != mounted:
        yield f"{place}: volumes {sorted(volumes ^ mounted)} are not both there and mounted"
    for volume in pod["volumes"]:
        if "configMap" in volume and ("ConfigMap", volume["configMap"]["name"]) not in names:
            yield f"{place}: there is no ConfigMap {volume['configMap']['name']}"
    if "serviceAccountName" in pod and ("ServiceAccount", pod["serviceAccountName"]) not in names:
        yield f"{place}: there is no ServiceAccount {pod['serviceAccountName']}"
    for container in pod["containers"]:
        ports = {port["name"] for port in container.get("ports", [])}
        probes = [container[probe] for probe in ("startupProbe", "livenessProbe", "readinessProbe") if probe in container]
        yield from (f"{place}: there is no port {probe['httpGet']['port']}" for probe in probes if "httpGet" in probe and probe["httpGet"]["port"] not in ports)


def main():
    manifests = [manifest for manifest in yaml.safe_load_all(sys.stdin) if manifest]
    problems = []
    for manifest in manifests:
        kind = (manifest.get("apiVersion"), manifest.get("kind"))
        if kind not in TYPES:
            problems.append(f"{kind} is not among the kinds that this checks")
        else:
            problems += problems_of(manifest, TYPES[kind], f"{manifest['kind']} {manifest['metadata']['name']}")
    if not problems:
        problems = list(problems_between(manifests))
    for problem in problems:
        print(problem, file=sys.stderr)
    sys.exit(1 if problems or not manifests else 0)


main()
