# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
#
# Functions of packaging/test-chart: a Kubernetes 1.20.2 with one node in the namespaces of
# packaging/engine.sh, with a network for pods, addresses of services, and DNS.
# shellcheck shell=bash

# shellcheck source=packaging/engine.sh
. packaging/engine.sh

# The address of the node, at which pods reach the API server and DNS.
node=198.18.6.1
pods=198.18.7.0/24
services=198.19.0.0/24

# The folder with the programs of Kubernetes: as the tests of baton-kubernetes search for them.
find_kubernetes() {
  local packed=${BATON_KUBERNETES_BINARIES:-../shared/services/kubernetes-1.20.2-linux-amd64.tar.xz}
  kubernetes=$HOME/.cache/baton/kubernetes-1.20.2
  if [ -d "$packed" ]; then
    kubernetes=$packed
  elif [ ! -x "$kubernetes/kubelet" ] && [ -f "$packed" ]; then
    mkdir "$work/kubernetes"
    tar -xJf "$packed" -C "$work/kubernetes"
    kubernetes=$work/kubernetes
  fi
  [ -x "$kubernetes/kubelet" ] || {
    echo "${0##*/}: Kubernetes 1.20.2 is missing in $kubernetes; .ci/kubernetes builds it" >&2
    exit 2
  }
}

kubectl() {
  in_box /usr/bin/kubectl --kubeconfig "$work/kubeconfig" "$@"
}

ctr() {
  in_box /usr/bin/ctr --address "$work/containerd.sock" --namespace k8s.io "$@"
}

api_is_ready() {
  [ "$(kubectl get --raw /readyz)" = ok ]
}

# A kubelet sets some parameters of the kernel, for the whole machine. Files with its values cover
# them, so that it finds nothing to change.
cover_kernel_parameters() {
  local setting file
  for setting in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 \
    kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
    file=$work/kernel/${setting%%=*}
    mkdir -p "${file%/*}"
    echo "${setting#*=}" >"$file"
    in_box mount --bind "$file" "/proc/sys/${setting%%=*}"
  done
}

write_cluster_files() {
  mkdir -p "$work"/{pki,cni,containerd,plugins,hosts}
  openssl genrsa -out "$work/pki/sa.key" 2048 2>/dev/null
  openssl rsa -in "$work/pki/sa.key" -pubout -out "$work/pki/sa.pub" 2>/dev/null
  echo 'admin-token,admin,admin-uid,system:masters' >"$work/pki/tokens.csv"
  cat >"$work/kubeconfig" <<TEXT
apiVersion: v1
kind: Config
clusters: [{name: test, cluster: {server: "https://$node:6443", certificate-authority: "$work/pki/apiserver/apiserver.crt"}}]
users: [{name: admin, user: {token: admin-token}}]
contexts: [{name: test, context: {cluster: test, user: admin, namespace: baton}}]
current-context: test
TEXT
  cat >"$work/cni/10-baton.conflist" <<TEXT
{"cniVersion": "0.4.0", "name": "baton", "plugins": [{"type": "ptp", "ipMasq": false,
  "ipam": {"type": "host-local", "subnet": "$pods", "routes": [{"dst": "0.0.0.0/0"}], "dataDir": "/var/lib/cni"}}]}
TEXT
  cat >"$work/containerd/config.toml" <<TEXT
version = 2
root = "$work/containerd/root"
state = "$work/containerd/state"
disabled_plugins = ["io.containerd.snapshotter.v1.aufs", "io.containerd.snapshotter.v1.btrfs",
  "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.zfs"]
[grpc]
  address = "$work/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "docker.io/baton-test/pause:1"
  restrict_oom_score_adj = true
  disable_apparmor = true
  stream_server_address = "127.0.0.1"
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$work/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
    default_runtime_name = "runc"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
      runtime_type = "io.containerd.runc.v2"
TEXT
  cat >"$work/kubelet.yaml" <<TEXT
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: 127.0.0.1
readOnlyPort: 0
healthzPort: 0
authentication: {anonymous: {enabled: true}, webhook: {enabled: false}}
authorization: {mode: AlwaysAllow}
cgroupDriver: cgroupfs
cgroupsPerQOS: false
enforceNodeAllocatable: []
failSwapOn: false
resolvConf: ""
clusterDNS: ["$node"]
clusterDomain: cluster.local
makeIPTablesUtilChains: false
volumePluginDir: "$work/plugins"
featureGates: {LocalStorageCapacityIsolation: false, DevicePlugins: false}
nodeStatusUpdateFrequency: 2s
evictionHard: {memory.available: "10Mi"}
imageGCHighThresholdPercent: 100
TEXT
}

# make_image FOLDER NAME ENTRYPOINT FILE: an archive of 'docker save' with one layer.
make_image() {
  local folder=$1 name=$2 entry=$3 file=$4 made=$work/image layer config
  mkdir -p "$made"
  tar -C "$folder" --exclude=./var/cache --exclude=./usr/share/doc --exclude=./usr/share/man \
    -cf "$made/layer.tar" .
  layer=$(sha256sum <"$made/layer.tar" | cut -d' ' -f1)
  printf '{"architecture":"amd64","os":"linux","config":{"Env":["PATH=/usr/local/bin:/usr/bin:/bin"],"Entrypoint":%s},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
    "$entry" "$layer" >"$made/config.json"
  config=$(sha256sum <"$made/config.json" | cut -d' ' -f1)
  mv "$made/config.json" "$made/$config.json"
  printf '[{"Config":"%s.json","RepoTags":["%s"],"Layers":["layer.tar"]}]' "$config" "$name" \
    >"$made/manifest.json"
  tar -C "$made" -cf "$file" manifest.json "$config.json" layer.tar
  rm -r "$made"
}

import_pause_image() {
  mkdir -p "$work/pause/bin"
  cp "$(command -v busybox)" "$work/pause/bin/busybox"
  make_image "$work/pause" docker.io/baton-test/pause:1 '["/bin/busybox","sleep","2147483647"]' \
    "$work/pause.tar"
  within 20 ctr images import "$work/pause.tar"
}

# What kube-proxy does: a new connection to the address of a service goes to one of its pods that are
# ready. Also names the services for DNS.
route_services() {
  # shellcheck disable=SC2016 # variables of a template
  kubectl get services,endpoints --all-namespaces --output go-template='{{range .items}}{{$o := .}}{{$name := printf "%s.%s" .metadata.name .metadata.namespace}}{{if eq .kind "Service"}}{{range .spec.ports}}service {{$name}} {{$o.spec.clusterIP}} {{.port}}
{{end}}{{else}}{{range .subsets}}{{$s := .}}{{range .ports}}{{$p := .}}{{range $s.addresses}}endpoint {{$name}} {{.ip}} {{$p.port}}
{{end}}{{end}}{{end}}{{end}}{{end}}' >"$work/routes" 2>/dev/null || return 0
  awk '
    $1 == "service" { address[$2] = $3; port[$2] = $4 }
    $1 == "endpoint" { pods[$2] = pods[$2] " " $3 ":" $4 }
    END {
      print "*nat\n:BATON-SERVICES - [0:0]"
      for (name in address) {
        count = split(pods[name], pod, " ")
        for (i = 1; i <= count; i++)
          printf "-A BATON-SERVICES -d %s/32 -p tcp --dport %s -m statistic --mode random --probability %.6f -j DNAT --to-destination %s\n",
            address[name], port[name], 1 / (count - i + 1), pod[i]
      }
      print "COMMIT"
    }' "$work/routes" >"$work/rules"
  in_box iptables-restore --noflush <"$work/rules" || return 0
  awk '$1 == "service" { print $3, $2 ".svc.cluster.local" }' "$work/routes" >"$work/services.new"
  mv "$work/services.new" "$work/hosts/services"
}

keep_routes() {
  # Ends with the API server.
  while api_is_ready; do
    kubectl get endpoints --all-namespaces --watch --output name --request-timeout 10m |
      while read -r _; do
        # One run for several changes.
        while read -r -t 0.1 _; do :; done
        route_services
      done
  done >"$work/routes.log" 2>&1
}

start_network() {
  in_box ip addr add "$node/32" dev lo
  # Without a route, the node would not get as far as to the rules of its own connections.
  in_box ip route add "$services" dev lo src "$node"
  in_box sh -c 'echo 1 >/proc/sys/net/ipv4/ip_forward'
  in_box iptables -t nat -N BATON-SERVICES
  in_box iptables -t nat -A PREROUTING -j BATON-SERVICES
  in_box iptables -t nat -A OUTPUT -j BATON-SERVICES
  start_in_box dnsmasq dnsmasq --keep-in-foreground --conf-file=/dev/null --pid-file= --user=root \
    --no-resolv --no-hosts --hostsdir="$work/hosts" --listen-address="$node" --bind-interfaces \
    --local=/cluster.local/ --log-facility=-
}

start_cluster() {
  find_kubernetes
  cover_kernel_parameters
  write_cluster_files
  start_network
  start_in_box etcd etcd --data-dir="$work/etcd" --listen-client-urls=http://127.0.0.1:2379 \
    --advertise-client-urls=http://127.0.0.1:2379 --listen-peer-urls=http://127.0.0.1:2380 --unsafe-no-fsync
  start_in_box apiserver "$kubernetes/kube-apiserver" --etcd-servers=http://127.0.0.1:2379 \
    --bind-address=0.0.0.0 --advertise-address="$node" --secure-port=6443 --cert-dir="$work/pki/apiserver" \
    --service-account-key-file="$work/pki/sa.pub" --service-account-signing-key-file="$work/pki/sa.key" \
    --service-account-issuer=https://kubernetes.default.svc --service-cluster-ip-range="$services" \
    --token-auth-file="$work/pki/tokens.csv" --authorization-mode=RBAC --allow-privileged=true \
    --feature-gates=TTLAfterFinished=true
  start_in_box containerd containerd --config="$work/containerd/config.toml"
  import_pause_image
  within 60 api_is_ready
  start_in_box controllers "$kubernetes/kube-controller-manager" --kubeconfig="$work/kubeconfig" \
    --service-account-private-key-file="$work/pki/sa.key" --root-ca-file="$work/pki/apiserver/apiserver.crt" \
    --bind-address=127.0.0.1 --port=0 --cert-dir="$work/pki/controllers" --leader-elect=false \
    --node-monitor-period=2s --kube-api-qps=200 --kube-api-burst=400 --feature-gates=TTLAfterFinished=true
  start_in_box scheduler "$kubernetes/kube-scheduler" --kubeconfig="$work/kubeconfig" \
    --bind-address=127.0.0.1 --port=0 --cert-dir="$work/pki/scheduler" --leader-elect=false
  # Otherwise the kubelet tries to find cloud credentials when it starts.
  start_in_box kubelet env AWS_EC2_METADATA_DISABLED=true "$kubernetes/kubelet" \
    --config="$work/kubelet.yaml" --kubeconfig="$work/kubeconfig" --hostname-override=127.0.0.1 \
    --root-dir="$work/kubelet" --cert-dir="$work/pki/kubelet" --container-runtime=remote \
    --container-runtime-endpoint="unix://$work/containerd.sock" --containerd="$work/containerd.sock"
  keep_routes </dev/null &
  within 90 node_is_ready
}

node_is_ready() {
  kubectl get node 127.0.0.1 --no-headers | grep -w Ready
}

# Ends the pods, so that their control groups go away.
before_end() {
  [ -S "$work/containerd.sock" ] || return 0
  kubectl delete deployments,statefulsets,jobs,pods --all --all-namespaces --grace-period=0 --force \
    --timeout=20s >/dev/null 2>&1
  within 20 no_tasks
}

no_tasks() {
  [ -z "$(ctr tasks list -q)" ]
}
