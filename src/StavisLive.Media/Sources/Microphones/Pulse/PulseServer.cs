using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StavisLive.Media.Sources.Microphones.Pulse;

/// <summary>A sound server, asked for its sources.</summary>
internal static unsafe class PulseServer
{
    private const string Start = "systemctl --user start pipewire-pulse, or: pulseaudio --start";
    private const string Restart = "systemctl --user restart pipewire-pulse, or: pulseaudio --kill && pulseaudio --start";

    // A healthy server answers within milliseconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>All sources of a server, monitors too. Starts none.</summary>
    /// <param name="address">Its address; null: what the environment and the configuration say.</param>
    /// <exception cref="AudioSystemException">None answers.</exception>
    public static IReadOnlyList<MicrophoneInfo> ListSources(string? address)
    {
        try
        {
            using var conversation = new Conversation();
            return conversation.ListSources(address);
        }
        catch (DllNotFoundException e)
        {
            throw new AudioSystemException("libpulse is not installed", "sudo apt-get install libpulse0", e);
        }
    }

    /// <summary>One connection and what came over it. Owns libpulse's objects.</summary>
    private sealed class Conversation : IDisposable
    {
        private readonly nint _loop;
        private readonly nint _context;
        private readonly long _begunAt = TimeProvider.System.GetTimestamp();
        private readonly List<MicrophoneInfo> _sources = [];
        private GCHandle _self;
        private string? _defaultSource;

        public Conversation()
        {
            _loop = PulseLibrary.NewLoop();
            _context = PulseLibrary.NewContext(PulseLibrary.ApiOf(_loop), "stavis-live");
            _self = GCHandle.Alloc(this);
        }

        public IReadOnlyList<MicrophoneInfo> ListSources(string? address)
        {
            if (PulseLibrary.Connect(_context, address, PulseLibrary.NoAutospawn, 0) < 0) throw Refused();
            // The states behind "ready" are failures.
            RunWhile(() => PulseLibrary.StateOf(_context) < PulseLibrary.ContextReady);
            if (PulseLibrary.StateOf(_context) != PulseLibrary.ContextReady) throw Refused();
            Finish(PulseLibrary.AskServer(_context, &OnServer, GCHandle.ToIntPtr(_self)));
            Finish(PulseLibrary.AskSources(_context, &OnSource, GCHandle.ToIntPtr(_self)));
            return _sources;
        }

        public void Dispose()
        {
            PulseLibrary.Disconnect(_context);
            PulseLibrary.Release(_context);
            PulseLibrary.FreeLoop(_loop);
            _self.Free();
        }

        private void Finish(nint operation)
        {
            if (operation == 0) throw Refused();
            try
            {
                RunWhile(() => PulseLibrary.StateOfOperation(operation) == PulseLibrary.OperationRunning);
            }
            finally
            {
                PulseLibrary.ReleaseOperation(operation);
            }
        }

        private void RunWhile(Func<bool> waiting)
        {
            while (waiting())
            {
                var left = Patience - TimeProvider.System.GetElapsedTime(_begunAt);
                if (left <= TimeSpan.Zero) throw new AudioSystemException($"the server does not answer within {Patience.TotalSeconds:0} s", Restart);
                if (PulseLibrary.Prepare(_loop, (int)left.TotalMicroseconds) < 0
                    || PulseLibrary.Poll(_loop) < 0
                    || PulseLibrary.Dispatch(_loop) < 0) throw Refused();
            }
        }

        private AudioSystemException Refused() => new($"no server answers: {PulseLibrary.Explain(PulseLibrary.ErrorOf(_context))}", Start);

        [UnmanagedCallersOnly]
        private static void OnServer(nint context, PulseLibrary.ServerInfo* server, nint state)
        {
            if (server is null) return;
            Of(state)._defaultSource = Text(server->DefaultSource);
        }

        [UnmanagedCallersOnly]
        private static void OnSource(nint context, PulseLibrary.SourceInfo* source, int end, nint state)
        {
            if (end != 0 || source is null) return;
            var self = Of(state);
            var name = Text(source->Name) ?? "";
            self._sources.Add(new MicrophoneInfo(name, Text(source->Description) ?? name, PulseSystem.SystemName)
            {
                IsDefault = name == self._defaultSource,
                IsMonitor = source->MonitorOfSink != PulseLibrary.NotMonitor,
                IsMuted = source->IsMuted != 0,
            });
        }

        private static Conversation Of(nint state) => Unsafe.As<Conversation>(GCHandle.FromIntPtr(state).Target!);

        private static string? Text(byte* text) => Marshal.PtrToStringUTF8((nint)text);
    }
}
