# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
#
# Functions of ./package: writes the container image without a container engine, as an archive that is
# both an OCI image layout and an archive of 'docker save'.
# shellcheck shell=bash disable=SC2154 # the variables of ./package

# The user of the image. A number, so that Kubernetes can see that it is not root.
image_user=10001

# The version as a tag: '~' and '+' are not allowed there.
image_tag() {
  printf '%s\n' "${package_version//[~+]/-}"
}

# The architecture as container engines name it.
image_architecture() {
  case $(uname -m) in
    x86_64) echo amd64 ;;
    aarch64) echo arm64 ;;
    *) uname -m ;;
  esac
}

# Prints the libraries of the system that the Java runtime $1 needs. The parts of Java for windows and
# sound are never loaded, so their libraries are not in the image.
list_libraries() {
  find "$1" -type f \( -name '*.so' -o -path '*/bin/*' \) \
    ! -name 'libawt_xawt.so' ! -name 'libsplashscreen.so' ! -name 'libjsound.so' ! -name 'libjawt.so' \
    -exec ldd {} + 2>/dev/null |
    sed -n 's/.* => \(\/[^ ]*\) (.*/\1/p; s/^\t\(\/[^ ]*ld-[^ ]*\) (.*/\1/p' |
    grep -vF "$1/" | sort -u
  # glibc loads this library by its name, for host names.
  ldd "$1/bin/java" | sed -n 's/.* => \(\/[^ ]*\/\)libc\.so\.6 (.*/\1libresolv.so.2/p'
}

# Copies the file $1 of the system to the same path in the folder $2, under the name by which it is
# loaded, and records its Debian package in $2.packages.
copy_library() {
  local real package
  mkdir -p "$2${1%/*}"
  real=$(realpath "$1")
  cp "$real" "$2$1"
  package=$(dpkg-query -S "$real" "${real#/usr}" 2>/dev/null | sed -n '1s/:.*//p') || true
  [ -z "$package" ] || echo "$package" >>"$2.packages"
}

# The layer with the base: libraries of the system, BusyBox as the shell, users.
build_base_layer() {
  local root=$1 library applet package
  mkdir -p "$root"/usr/{bin,lib,lib64,sbin} "$root"/{app,etc,proc,sys,dev} "$root/usr/share/doc"
  for folder in bin lib lib64 sbin; do ln -s "usr/$folder" "$root/$folder"; done
  : >"$root.packages"
  list_libraries "$work/with-java/usr/lib/baton/runtime" >"$work/libraries"
  while read -r library; do copy_library "$library" "$root"; done <"$work/libraries"
  copy_library "$(command -v busybox)" "$root"
  for applet in $(busybox --list); do
    [ -e "$root/usr/bin/$applet" ] || ln -s busybox "$root/usr/bin/$applet"
  done
  printf 'root:x:0:0:root:/:/bin/sh\nbaton:x:%s:%s:Baton:/var/lib/baton:/bin/sh\n' \
    "$image_user" "$image_user" >"$root/etc/passwd"
  printf 'root:x:0:\nbaton:x:%s:\n' "$image_user" >"$root/etc/group"
  echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
  sort -u "$root.packages" | while read -r package; do
    # shellcheck disable=SC2016 # fields of dpkg-query
    dpkg-query -W -f '${Package} ${Version}\n' "$package"
    mkdir -p "$root/usr/share/doc/$package"
    cp "/usr/share/doc/$package/copyright" "$root/usr/share/doc/$package"
  done >"$work/image-packages"
  mkdir -p "$root/usr/share/baton"
  sort -u "$work/image-packages" >"$root/usr/share/baton/debian-packages.txt"
}

# The layer with Baton itself; $2 is the layer with the libraries of others.
build_program_layers() {
  local root=$1 libraries=$2 jar name
  mkdir -p "$root/usr/lib/baton/lib" "$root/usr/bin" "$root/app" "$root/usr/share/baton" \
    "$libraries/usr/lib/baton/lib"
  for jar in "$program"/lib/*.jar; do
    case ${jar##*/} in
      baton-*) cp "$jar" "$root/usr/lib/baton/lib" ;;
      *) cp "$jar" "$libraries/usr/lib/baton/lib" ;;
    esac
  done
  install -m 755 "$program/baton" "$root/usr/lib/baton"
  install -m 755 packaging/image/entrypoint "$root/usr/lib/baton/entrypoint"
  install -m 755 packaging/image/healthcheck "$root/usr/lib/baton/healthcheck"
  # The folder of recorded classes exists and stays empty: a container must not record them at its
  # start.
  mkdir "$root/usr/lib/baton/cds"
  ln -s ../lib/baton/baton "$root/usr/bin/baton"
  for name in job_executor job_distributor; do
    ln -s ../lib/baton/entrypoint "$root/usr/bin/$name"
    ln -s ../usr/lib/baton/entrypoint "$root/app/$name.py"
  done
  install -m 644 "$program"/{LICENSE,NOTICE,THIRD-PARTY.txt,bom.json} "$root/usr/share/baton"
}

# Writes the folder $1 as a layer with the text $2 about its contents. Adds the layer to the lists.
write_layer() {
  local root=$1 contents=$2 tar=$work/layer.tar digest
  set_times "$root"
  (cd "$root" && tar --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" \
    --format=gnu --mode=go=rX,u+rw -cf "$tar" -- *)
  if [ -d "$root.owned" ]; then
    set_times "$root.owned"
    # The folders that are not root's: that of the data, and /tmp.
    tar -C "$root.owned" --sort=name --owner="$image_user" --group="$image_user" --numeric-owner \
      --mtime="@$SOURCE_DATE_EPOCH" --format=gnu --mode=700 -rf "$tar" var/lib/baton
    tar -C "$root.owned" --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" \
      --format=gnu --mode=1777 -rf "$tar" tmp
  fi
  digest=$(sha256sum <"$tar" | cut -d' ' -f1)
  diff_ids+=${diff_ids:+,}\"sha256:$digest\"
  gzip -9n <"$tar" >"$work/layer.gz"
  rm "$tar"
  history+=${history:+,}"{\"created\":\"$timestamp\",\"created_by\":\"$contents\"}"
  add_blob "$work/layer.gz"
  layers+=${layers:+,}$(descriptor application/vnd.oci.image.layer.v1.tar+gzip)
  paths+=${paths:+,}\"blobs/sha256/$blob\"
}

# Moves the file $1 into the image by its digest; sets "blob" and "blob_size".
add_blob() {
  blob=$(sha256sum <"$1" | cut -d' ' -f1)
  blob_size=$(stat -c %s "$1")
  mv "$1" "$image/blobs/sha256/$blob"
}

# Describes the blob that was added last, of the media type $1.
descriptor() {
  printf '{"mediaType":"%s","digest":"sha256:%s","size":%s}' "$1" "$blob" "$blob_size"
}

build_image() {
  build_trees
  local image=$work/image layers='' paths='' diff_ids='' history='' blob blob_size name arch
  local labels config
  rm -rf "$image" "$work/layers"
  mkdir -p "$image/blobs/sha256" "$work/layers"
  arch=$(image_architecture)
  name=baton/baton:$(image_tag)

  build_base_layer "$work/layers/base"
  mkdir -p "$work/layers/base.owned/var/lib/baton" "$work/layers/base.owned/tmp"
  mkdir -p "$work/layers/runtime/usr/lib/baton"
  cp -a "$work/with-java/usr/lib/baton/runtime" "$work/layers/runtime/usr/lib/baton"
  build_program_layers "$work/layers/program" "$work/layers/libraries"
  write_layer "$work/layers/base" "C library and BusyBox"
  write_layer "$work/layers/runtime" "Java runtime"
  write_layer "$work/layers/libraries" "libraries"
  write_layer "$work/layers/program" "Baton"

  labels=$(printf '"org.opencontainers.image.%s":"%s",' \
    title Baton description 'Durable distributed job engine' licenses Apache-2.0 version "$package_version" \
    created "$timestamp")
  config=$(printf '{"architecture":"%s","os":"linux","created":"%s","config":{%s},"rootfs":{"type":"layers","diff_ids":[%s]},"history":[%s]}' \
    "$arch" "$timestamp" "$(image_settings "${labels%,}")" "$diff_ids" "$history")
  printf '%s' "$config" >"$work/config.json"
  add_blob "$work/config.json"
  local config_path=blobs/sha256/$blob config_descriptor
  config_descriptor=$(descriptor application/vnd.oci.image.config.v1+json)

  printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":%s,"layers":[%s]}' \
    "$config_descriptor" "$layers" >"$work/manifest.json"
  add_blob "$work/manifest.json"
  printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.index.v1+json","manifests":[{"mediaType":"application/vnd.oci.image.manifest.v1+json","digest":"sha256:%s","size":%s,"platform":{"architecture":"%s","os":"linux"},"annotations":{"io.containerd.image.name":"docker.io/%s","org.opencontainers.image.ref.name":"%s"}}]}' \
    "$blob" "$blob_size" "$arch" "$name" "$(image_tag)" >"$image/index.json"
  printf '{"imageLayoutVersion":"1.0.0"}' >"$image/oci-layout"
  # For 'docker load'.
  printf '[{"Config":"%s","RepoTags":["%s"],"Layers":[%s]}]' "$config_path" "$name" "$paths" \
    >"$image/manifest.json"
  set_times "$image"
  tar -C "$image" --sort=name --owner=0 --group=0 --numeric-owner --mtime="@$SOURCE_DATE_EPOCH" \
    --format=gnu --mode=go=rX,u+rw -cf "$dist/baton-image_${package_version}_$arch.tar" \
    blobs index.json manifest.json oci-layout
}

# The settings of the image, as JSON; $1 are the labels. Engines that do not know "Healthcheck", which
# is Docker's, ignore it.
image_settings() {
  local environment
  environment=$(printf '"%s",' PATH=/usr/bin LC_ALL=C.UTF-8 HOME=/var/lib/baton BATON_DATA=/var/lib/baton/data)
  printf '"User":"%s:%s","Env":[%s],"Entrypoint":["/usr/lib/baton/entrypoint"],"Cmd":["up"],' \
    "$image_user" "$image_user" "${environment%,}"
  printf '"WorkingDir":"/var/lib/baton","Volumes":{"/var/lib/baton":{}},"ExposedPorts":{"8765/tcp":{}},'
  printf '"StopSignal":"SIGTERM","Labels":{%s},' "$1"
  # In nanoseconds.
  printf '"Healthcheck":{"Test":["CMD","/usr/lib/baton/healthcheck"],"Interval":30000000000,'
  printf '"Timeout":10000000000,"StartPeriod":60000000000,"Retries":3}'
}
