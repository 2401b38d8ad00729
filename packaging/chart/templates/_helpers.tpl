{{/*
SPDX-FileCopyrightText: 2026 The Baton authors
SPDX-License-Identifier: Apache-2.0
*/}}
{{- define "baton.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains "baton" .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-baton" .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end }}

{{- define "baton.secretName" -}}
{{ .Values.secretName | default (include "baton.fullname" .) }}
{{- end }}

{{- define "baton.serviceAccountName" -}}
{{ .Values.engine.serviceAccount.name | default (printf "%s-engine" (include "baton.fullname" .)) }}
{{- end }}

{{- define "baton.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end }}

{{/* Whether the cluster has at least the version "at": dict "root" $ "at" "1.21". */}}
{{- define "baton.isAtLeast" -}}
{{- if semverCompare (printf ">=%s-0" .at) .root.Capabilities.KubeVersion.Version }}true{{ end -}}
{{- end }}

{{/* Labels that select the pods of a component: dict "root" $ "component" "server". */}}
{{- define "baton.selector" -}}
app.kubernetes.io/name: baton
app.kubernetes.io/instance: {{ .root.Release.Name | quote }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{- define "baton.labels" -}}
{{ include "baton.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{- define "baton.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "baton.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* A variable from a secret: dict "variable" "secret" "entry". */}}
{{- define "baton.secretVariable" -}}
- name: {{ .variable }}
  valueFrom:
    secretKeyRef:
      name: {{ .secret }}
      key: {{ .entry }}
{{- end }}

{{/* Settings as variables: dict "root" $ "values" with the values of the component. */}}
{{- define "baton.settings" -}}
{{- $settings := merge (dict) (.values.settings | default dict) .root.Values.settings }}
{{- range $name, $value := $settings }}
- name: BATON_{{ $name | upper | replace "-" "_" }}
  value: {{ include "baton.text" $value | quote }}
{{- end }}
{{- end }}

{{/* A value as text. Numbers in files are floating point, and large ones would get an exponent. */}}
{{- define "baton.text" -}}
{{- if kindIs "float64" . }}{{ if eq (floor .) . }}{{ int64 . }}{{ else }}{{ . }}{{ end }}{{ else }}{{ . }}{{ end -}}
{{- end }}

{{/* The database. */}}
{{- define "baton.store" -}}
- name: BATON_STORE
  value: {{ .Values.store.url | quote }}
- name: BATON_STORE_USER
  value: {{ .Values.store.user | quote }}
{{ include "baton.secretVariable" (dict "variable" "BATON_STORE_PASSWORD" "secret" (include "baton.secretName" .) "entry" "store-password") }}
{{- end }}

{{/* The login of the administrator. */}}
{{- define "baton.adminLogin" -}}
- name: BATON_USER
  value: super
{{ include "baton.secretVariable" (dict "variable" "BATON_PASSWORD" "secret" (include "baton.secretName" .) "entry" "admin-password") }}
{{- end }}

{{/* How a component reaches the servers: dict "root" $ "component" "values". */}}
{{- define "baton.connection" -}}
{{- $tls := .root.Values.server.tls -}}
- name: BATON_ENDPOINT
  value: {{ printf "%s://%s-server:%v" (ternary "https" "http" (not (empty $tls.secretName))) (include "baton.fullname" .root) .root.Values.server.service.port }}
{{- if and $tls.secretName $tls.caKey }}
- name: BATON_TLS_CA
  value: /run/baton/ca/ca.crt
{{- end }}
{{- if eq .values.login "key" }}
{{- $secret := .values.secretName | default (printf "%s-%s" (include "baton.fullname" .root) .component) }}
{{ include "baton.secretVariable" (dict "variable" "BATON_API_KEY" "secret" $secret "entry" "BATON_API_KEY") }}
{{ include "baton.secretVariable" (dict "variable" "BATON_API_SECRET" "secret" $secret "entry" "BATON_API_SECRET") }}
{{- else }}
{{ include "baton.adminLogin" .root }}
{{- end }}
{{- end }}

{{/* The engines of executors and distributors. */}}
{{- define "baton.engine" -}}
- name: BATON_ENGINE
  value: {{ ternary .Values.engine.default "process" (or .Values.engine.kubernetes.enabled (ne .Values.engine.default "kubernetes")) }}
- name: BATON_ENGINE_INSTALLATION
  value: {{ include "baton.fullname" . }}
{{- if .Values.engine.kubernetes.enabled }}
{{- $options := list }}
{{- /* Otherwise the engine uses the namespace of its service account. */}}
{{- with .Values.engine.kubernetes.namespace }}
{{- $options = append $options (printf "kubernetes.namespace=%s" .) }}
{{- end }}
{{- range $name, $value := .Values.engine.kubernetes.options }}
{{- $options = append $options (printf "kubernetes.%s=%s" $name (include "baton.text" $value)) }}
{{- end }}
{{- with $options }}
- name: BATON_ENGINE_OPTION
  value: {{ join "," . | quote }}
{{- end }}
{{- end }}
{{- end }}

{{/* Folders that a process may write to. */}}
{{- define "baton.writableMounts" -}}
- name: data
  mountPath: /var/lib/baton
- name: tmp
  mountPath: /tmp
{{- end }}

{{- define "baton.writableVolumes" -}}
- name: data
  emptyDir: {}
- name: tmp
  emptyDir: {}
{{- end }}

{{/* The authority of the servers' certificate, in pods of clients. */}}
{{- define "baton.caMount" -}}
{{- if and .Values.server.tls.secretName .Values.server.tls.caKey }}
- name: ca
  mountPath: /run/baton/ca
  readOnly: true
{{- end }}
{{- end }}

{{- define "baton.caVolume" -}}
{{- with .Values.server.tls }}
{{- if and .secretName .caKey }}
- name: ca
  secret:
    secretName: {{ .secretName }}
    defaultMode: 0440
    items:
      - key: {{ .caKey }}
        path: ca.crt
{{- end }}
{{- end }}
{{- end }}

{{/* Where the pods of a component run: dict "root" $ "component" "values". */}}
{{- define "baton.placement" -}}
topologySpreadConstraints:
  - maxSkew: 1
    topologyKey: kubernetes.io/hostname
    whenUnsatisfiable: ScheduleAnyway
    labelSelector:
      matchLabels:
        {{- include "baton.selector" . | nindent 8 }}
{{- with .values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .values.affinity }}
affinity:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Probes of a process without a port: it is enough that Java answers. */}}
{{- define "baton.workerProbe" -}}
livenessProbe:
  exec:
    command: [/usr/lib/baton/healthcheck, live]
  initialDelaySeconds: 60
  periodSeconds: 30
  timeoutSeconds: 10
  failureThreshold: 3
{{- end }}
