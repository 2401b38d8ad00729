# SPDX-FileCopyrightText: 2026 The Baton authors
# SPDX-License-Identifier: Apache-2.0
#
# Functions of the scripts of the packages (deb and rpm).

workers='baton-executor.service baton-executor@*.service nuvla-job-executor.service'
others='baton-distributor.service nuvla-job-distributor@*.service baton-server.service'
restart_list=/run/baton-restart

has_systemd() {
  [ -d /run/systemd/system ]
}

# The services of Baton among the patterns $@ that run or start.
active_services() {
  systemctl list-units --plain --no-legend --state=active,activating,reloading,deactivating "$@" |
    while read -r unit rest; do printf '%s\n' "$unit"; done
}

# Stops executors first, so that their jobs end or are handed over while the server still answers.
# Each executor takes at most its grace period.
stop_all() {
  has_systemd || return 0
  # shellcheck disable=SC2086 # lists
  systemctl stop $workers || true
  # shellcheck disable=SC2086
  systemctl stop $others || true
}

# Stops all services for an upgrade and notes which ones to start again.
stop_for_upgrade() {
  has_systemd || return 0
  # shellcheck disable=SC2086
  active_services $workers $others >"$restart_list"
  stop_all
}

# Starts the services again that ran before the upgrade. Does not wait for them: a service waits for
# its servers without a limit.
start_after_upgrade() {
  has_systemd || return 0
  systemctl daemon-reload || true
  if [ -s "$restart_list" ]; then
    xargs systemctl start --no-block <"$restart_list" || true
  fi
  rm -f "$restart_list"
}

# Creates the user, the folders, and the archive of classes that shortens each start.
set_up() {
  systemd-sysusers /usr/lib/sysusers.d/baton.conf
  systemd-tmpfiles --create /usr/lib/tmpfiles.d/baton.conf || true
  rm -rf /usr/lib/baton/cds
  HOME=/nonexistent /usr/bin/baton --version >/dev/null || true
}

disable_all() {
  # Instances are symbolic links to a template, which "disable" finds by their names only.
  for link in /etc/systemd/system/*.wants/baton-* /etc/systemd/system/*.wants/nuvla-job-*; do
    [ -L "$link" ] || continue
    systemctl disable "${link##*/}" || true
  done
}

# Removes what the scripts have made in the folder of the program.
remove_made() {
  rm -rf /usr/lib/baton/cds
}

# Removes data, logs and the user.
remove_all_data() {
  rm -rf /var/lib/baton
  rm -f /var/log/nuvla/log/executor.log* /var/log/nuvla/log/distributor_*.log*
  rmdir /var/log/nuvla/log /var/log/nuvla 2>/dev/null || true
  if getent passwd baton >/dev/null; then
    userdel baton || true
  fi
}
