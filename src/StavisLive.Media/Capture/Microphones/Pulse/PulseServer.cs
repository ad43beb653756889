using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StavisLive.Media.Capture.Microphones.Pulse;

/// <summary>What a sound server says of itself and its sources.</summary>
/// <param name="Name">Such as <c>pulseaudio</c> or <c>PulseAudio (on PipeWire 1.4.2)</c>.</param>
/// <param name="Version">Version of the protocol's server side.</param>
/// <param name="Sources">All sources, monitors too.</param>
internal sealed unsafe record PulseServer(string Name, string Version, IReadOnlyList<MicrophoneInfo> Sources)
{
    // A healthy server answers within milliseconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private const string Start = "systemctl --user start pipewire-pulse, or: pulseaudio --start";
    private const string Restart = "systemctl --user restart pipewire-pulse, or: pulseaudio --kill && pulseaudio --start";

    /// <summary>Asks a server, and starts none.</summary>
    /// <param name="address">Its address; null: what the environment and the configuration say.</param>
    /// <exception cref="SoundSystemException">None answers.</exception>
    public static PulseServer Ask(string? address)
    {
        try
        {
            using var conversation = new Conversation(address);
            return conversation.Ask();
        }
        catch (DllNotFoundException e)
        {
            throw new SoundSystemException("libpulse is not installed", "sudo apt-get install libpulse0", e);
        }
    }

    /// <summary>One connection and what came over it. Owns libpulse's objects.</summary>
    private sealed class Conversation : IDisposable
    {
        private readonly nint _loop;
        private readonly nint _context;
        private readonly long _deadline = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
        private readonly List<MicrophoneInfo> _sources = [];
        private GCHandle _self;
        private string _name = "";
        private string _version = "";
        private string? _defaultSource;

        public Conversation(string? address)
        {
            _loop = PulseLibrary.NewLoop();
            _context = PulseLibrary.NewContext(PulseLibrary.ApiOf(_loop), "stavis-live");
            _self = GCHandle.Alloc(this);
            if (PulseLibrary.Connect(_context, address, PulseLibrary.NoAutospawn, 0) < 0) throw Refused();
        }

        public PulseServer Ask()
        {
            // The states behind "ready" are failures.
            RunWhile(() => PulseLibrary.StateOf(_context) < PulseLibrary.ContextReady);
            if (PulseLibrary.StateOf(_context) != PulseLibrary.ContextReady) throw Refused();
            Finish(PulseLibrary.AskServer(_context, &OnServer, GCHandle.ToIntPtr(_self)));
            Finish(PulseLibrary.AskSources(_context, &OnSource, GCHandle.ToIntPtr(_self)));
            return new PulseServer(_name, _version, _sources);
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
                var left = _deadline - Environment.TickCount64;
                if (left <= 0) throw new SoundSystemException($"the server does not answer within {Patience.TotalSeconds:0} s", Restart);
                if (PulseLibrary.Prepare(_loop, (int)left * 1000) < 0 || PulseLibrary.Poll(_loop) < 0 || PulseLibrary.Dispatch(_loop) < 0) throw Refused();
            }
        }

        private SoundSystemException Refused() => new($"no server answers: {PulseLibrary.Explain(PulseLibrary.ErrorOf(_context))}", Start);

        [UnmanagedCallersOnly]
        private static void OnServer(nint context, PulseLibrary.ServerInfo* server, nint state)
        {
            if (server is null) return;
            var self = Of(state);
            self._name = Text(server->Name) ?? "";
            self._version = Text(server->Version) ?? "";
            self._defaultSource = Text(server->DefaultSource);
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
