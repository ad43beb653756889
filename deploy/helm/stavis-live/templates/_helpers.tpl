{{- define "stavis-live.name" -}}
{{- if contains .Chart.Name .Release.Name -}}
{{- .Release.Name | trunc 45 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 45 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "stavis-live.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "stavis-live.labels" -}}
{{ include "stavis-live.selector" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end -}}

{{- define "stavis-live.image" -}}
{{- $image := required "image.repository: say where the image is that deploy/image makes" .Values.image.repository -}}
image: {{ printf "%s:%s" $image (default .Chart.AppVersion .Values.image.tag) | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
{{- end -}}

{{- define "stavis-live.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- define "stavis-live.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{/* The address of Redis with something in the place of its password. The path is the cluster's name: Orleans takes it from the
     environment in a pod, and commands take it from here, so that the two have to be the same. */}}
{{- define "stavis-live.redis" -}}
{{- $redis := .root.Values.redis -}}
{{- $host := required "redis.host: say where the cluster's Redis is" $redis.host -}}
{{- $user := ternary (printf "%s:%s@" $redis.user .password) "" (ne $redis.secret "") -}}
{{- printf "%s://%s%s:%v/%s" (ternary "rediss" "redis" $redis.tls) $user $host $redis.port .root.Values.cluster -}}
{{- end -}}

{{- define "stavis-live.redisVolume" -}}
{{- with .Values.redis.secret -}}
- name: redis
  secret:
    secretName: {{ . }}
    defaultMode: 0440
    items:
      - key: {{ $.Values.redis.secretKey }}
        path: password
{{- end }}
{{- end -}}

{{- define "stavis-live.redisMount" -}}
{{- if .Values.redis.secret -}}
- name: redis
  mountPath: /run/secrets/redis
  readOnly: true
{{- end }}
{{- end -}}

{{- define "stavis-live.certificateVolume" -}}
{{- with .Values.certificates.secret -}}
- name: certificates
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
{{- end -}}

{{- define "stavis-live.certificateMount" -}}
{{- if .Values.certificates.secret -}}
- name: certificates
  mountPath: /run/secrets/certificates
  readOnly: true
{{- end }}
{{- end -}}

{{- define "stavis-live.nodeConfig" -}}
{{- $redis := include "stavis-live.redis" (dict "root" . "password" "${file:/run/secrets/redis/password}") -}}
{{- $cluster := dict "address" $redis "listen" "11111" "labels" .Values.labels "capacity" .Values.capacity -}}
{{- if .Values.certificates.secret -}}
{{- $_ := set $cluster "certificate" "/run/secrets/certificates/tls.crt" -}}
{{- $_ := set $cluster "key" "/run/secrets/certificates/tls.key" -}}
{{- $_ := set $cluster "authority" "/run/secrets/certificates/ca.crt" -}}
{{- end -}}
{{- $name := include "stavis-live.name" . -}}
{{- $own := list $name (printf "%s.%s" $name .Release.Namespace) (printf "%s.%s.svc" $name .Release.Namespace) -}}
{{- $tokens := list -}}
{{- range .Values.serve.tokens -}}
{{- $tokens = append $tokens (set (omit . "key") "token" (printf "${file:/run/secrets/tokens/%s}" .key)) -}}
{{- end -}}
{{- $serve := dict "address" (printf "0.0.0.0:%v" .Values.serve.port) "hosts" (concat $own .Values.serve.hosts) "tokens" $tokens -}}
{{- dict "cluster" $cluster "serve" $serve | toPrettyJson -}}
{{- end -}}
