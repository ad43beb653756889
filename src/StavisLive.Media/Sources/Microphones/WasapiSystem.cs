using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using NAudio.CoreAudioApi;
using NAudio.Wave;
using StavisLive.Core.Media;
using StavisLive.Core.Sources;

namespace StavisLive.Media.Sources.Microphones;

/// <summary>Windows' microphones, through NAudio.</summary>
[SupportedOSPlatform("windows")]
internal sealed class WasapiSystem : IAudioSystem
{
    /// <inheritdoc />
    public string Name => "WASAPI";

    /// <inheritdoc />
    public IReadOnlyList<MicrophoneInfo> List() => WasapiErrors.Listing(ListDevices);

    /// <inheritdoc />
    public bool Recognises(string name) => false;

    /// <inheritdoc />
    public IMicrophone Create(string? name, TimeProvider time) => new Microphone(name, time);

    private IReadOnlyList<MicrophoneInfo> ListDevices()
    {
        using var devices = new MMDeviceEnumerator();
        if (!devices.HasDefaultAudioEndpoint(DataFlow.Capture, Role.Console)) throw new AudioSystemException("no microphone", "plug one in, or switch it on in Settings, System, Sound");
        using var preferred = devices.GetDefaultAudioEndpoint(DataFlow.Capture, Role.Console);
        return
        [
            .. devices.EnumerateAudioEndPoints(DataFlow.Capture, DeviceState.Active)
                .Select(device => new MicrophoneInfo(device.ID, device.FriendlyName, Name) { IsDefault = device.ID == preferred.ID }),
        ];
    }

    /// <summary>One recording stream. Windows converts to our format, and says when each packet was captured.</summary>
    private sealed class Microphone(string? id, TimeProvider time) : IMicrophone
    {
        // Longer than it takes a headset without a wire to begin.
        private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(5);

        // What takes longer hangs in the driver, and is left to its thread.
        private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(1);

        private WasapiRecorder? _recorder;

        public string Name { get; private set; } = id ?? "default";

        public async Task OpenAsync(CancellationToken cancellationToken)
        {
            var builder = new WasapiRecorderBuilder()
                .WithFormat(WaveFormat.CreateIeeeFloatWaveFormat(AudioFormat.SampleRate, 1))
                .WithBufferLength(40);
            // Without a device it follows the default one when the user chooses another.
            await WasapiErrors.OpeningAsync(Name, async () =>
                _recorder = await (id is null ? builder.WithDefaultDeviceStreamRouting() : builder.WithDevice(DeviceOf(id))).BuildAsync().ConfigureAwait(false)).ConfigureAwait(false);
            Name = _recorder!.DeviceFriendlyName ?? Name;
        }

        public async Task ListenAsync(AudioHandler heard, CancellationToken cancellationToken)
        {
            var recorder = _recorder ?? throw new InvalidOperationException("OpenAsync comes first.");
            CaptureDataAvailableHandler? handler = null;
            try
            {
                await WatchedAudio.ListenAsync(Begin, heard, ReadTimeout, time, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                recorder.DataAvailable -= handler;
            }

            async Task Begin(AudioHandler watched)
            {
                var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                var packets = new WasapiPackets(watched, time);
                handler = (packet, flags, _, counter) =>
                {
                    if (!cancellationToken.IsCancellationRequested) packets.Take(MemoryMarshal.Cast<byte, float>(packet), flags, counter);
                };
                recorder.DataAvailable += handler;
                recorder.RecordingStopped += (_, e) => stopped.TrySetException(new SourceException(e.Exception?.Message ?? "it stopped", e.Exception));
                await WasapiErrors.OpeningAsync(Name, () =>
                {
                    recorder.StartRecording();
                    return Task.CompletedTask;
                }).ConfigureAwait(false);
                await stopped.Task.ConfigureAwait(false);
            }
        }

        public async ValueTask DisposeAsync()
        {
            if (_recorder is { } recorder) await Task.WhenAny(recorder.DisposeAsync().AsTask(), Task.Delay(ClosingTime, time)).ConfigureAwait(false);
        }

        private static MMDevice DeviceOf(string id)
        {
            using var devices = new MMDeviceEnumerator();
            return devices.GetDevice(id);
        }
    }
}
