using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace StavisLive.Media.Sources.Microphones.Pulse;

/// <summary>A sound server, asked for its sources.</summary>
internal static unsafe class PulseServer
{
    /// <summary>All sources of a server, monitors too. Starts none.</summary>
    /// <param name="address">Its address; null: what the environment and the configuration say.</param>
    /// <exception cref="AudioSystemException">None answers.</exception>
    public static IReadOnlyList<MicrophoneInfo> ListSources(string? address)
    {
        try
        {
            // What the server answers goes to the conversation for as long as the connection is there.
            using var conversation = new Conversation();
            using var connection = new PulseConnection(address);
            return conversation.ListSources(connection);
        }
        catch (DllNotFoundException e)
        {
            throw new AudioSystemException("libpulse is not installed", "sudo apt-get install libpulse0", e);
        }
    }

    /// <summary>What came over a connection.</summary>
    private sealed class Conversation : IDisposable
    {
        private readonly List<MicrophoneInfo> _sources = [];
        private GCHandle _self;
        private string? _defaultSource;

        public Conversation() => _self = GCHandle.Alloc(this);

        public IReadOnlyList<MicrophoneInfo> ListSources(PulseConnection connection)
        {
            connection.Finish(PulseLibrary.AskServer(connection.Context, &OnServer, GCHandle.ToIntPtr(_self)));
            connection.Finish(PulseLibrary.AskSources(connection.Context, &OnSource, GCHandle.ToIntPtr(_self)));
            return _sources;
        }

        public void Dispose() => _self.Free();

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
