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
    public IReadOnlyList<MicrophoneInfo> List()
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

    /// <inheritdoc />
    public bool Recognises(string name) => false;

    /// <inheritdoc />
    public IMicrophone Create(string? name, TimeProvider time) => new Microphone(name, time);

    /// <summary>One recording stream. Windows converts to our format, and says when each packet was captured.</summary>
    private sealed class Microphone(string? id, TimeProvider time) : IMicrophone
    {
        private WasapiRecorder? _recorder;

        public string Name { get; private set; } = id ?? "default";

        public async Task OpenAsync(CancellationToken cancellationToken)
        {
            var builder = new WasapiRecorderBuilder()
                .WithFormat(WaveFormat.CreateIeeeFloatWaveFormat(AudioFormat.SampleRate, 1))
                .WithBufferLength(40);
            try
            {
                // Without a device it follows the default one when the user chooses another.
                _recorder = await (id is null ? builder.WithDefaultDeviceStreamRouting() : builder.WithDevice(DeviceOf(id))).BuildAsync().ConfigureAwait(false);
            }
            catch (COMException e)
            {
                throw Refused(e);
            }
            Name = _recorder.DeviceFriendlyName ?? Name;
        }

        public async Task ListenAsync(AudioHandler heard, CancellationToken cancellationToken)
        {
            var recorder = _recorder ?? throw new InvalidOperationException("OpenAsync comes first.");
            var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var packets = new WasapiPackets(heard, time);
            recorder.DataAvailable += OnData;
            recorder.RecordingStopped += (_, e) => stopped.TrySetException(new SourceException(e.Exception?.Message ?? "it stopped", e.Exception));
            try
            {
                recorder.StartRecording();
            }
            catch (COMException e)
            {
                throw Refused(e);
            }
            await stopped.Task.WaitAsync(cancellationToken).ConfigureAwait(false);

            void OnData(ReadOnlySpan<byte> packet, AudioClientBufferFlags flags, long devicePosition, long counter)
            {
                if (!cancellationToken.IsCancellationRequested) packets.Take(MemoryMarshal.Cast<byte, float>(packet), flags, counter);
            }
        }

        public ValueTask DisposeAsync() => _recorder?.DisposeAsync() ?? default;

        private SourceException Refused(COMException e) =>
            new($"Microphone {Name} cannot be opened: {e.Message} Does Windows allow it (Settings, Privacy, Microphone)?", e);

        private static MMDevice DeviceOf(string id)
        {
            using var devices = new MMDeviceEnumerator();
            return devices.GetDevice(id);
        }
    }
}
