namespace StavisLive.Media.Sources.Microphones.Pulse;

/// <summary>A connection to a sound server, and the loop that serves it. Used by one thread. Owns libpulse's objects.</summary>
internal sealed class PulseConnection : IDisposable
{
    private const string Start = "systemctl --user start pipewire-pulse, or: pulseaudio --start";
    private const string Restart = "systemctl --user restart pipewire-pulse, or: pulseaudio --kill && pulseaudio --start";

    // A healthy server answers within milliseconds.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly nint _loop;
    private readonly long _begunAt = TimeProvider.System.GetTimestamp();

    /// <summary>Connects. Starts no server.</summary>
    /// <param name="address">The server's address; null: what the environment and the configuration say.</param>
    /// <exception cref="AudioSystemException">None answers.</exception>
    public PulseConnection(string? address)
    {
        _loop = PulseLibrary.NewLoop();
        Context = PulseLibrary.NewContext(PulseLibrary.ApiOf(_loop), "stavis-live");
        try
        {
            if (PulseLibrary.Connect(Context, address, PulseLibrary.NoAutospawn, 0) < 0) throw Unanswered();
            // The states behind "ready" are failures.
            RunWhile(() => PulseLibrary.StateOf(Context) < PulseLibrary.ContextReady);
            if (PulseLibrary.StateOf(Context) != PulseLibrary.ContextReady) throw Unanswered();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>libpulse's pa_context.</summary>
    public nint Context { get; }

    /// <summary>What went wrong last.</summary>
    public int Error => PulseLibrary.ErrorOf(Context);

    /// <summary>Lets the server answer, until a few seconds after the beginning.</summary>
    /// <param name="waiting">Whether there is still something to wait for.</param>
    /// <exception cref="AudioSystemException">It took longer.</exception>
    public void RunWhile(Func<bool> waiting)
    {
        while (waiting())
        {
            var left = Patience - TimeProvider.System.GetElapsedTime(_begunAt);
            if (left <= TimeSpan.Zero) throw new AudioSystemException($"the server does not answer within {Patience.TotalSeconds:0} s", Restart);
            if (!Step(left)) throw Unanswered();
        }
    }

    /// <summary>Waits for something to come from the server, and takes it.</summary>
    /// <param name="longest">The longest to wait.</param>
    /// <returns>Whether that is possible at all.</returns>
    public bool Step(TimeSpan longest) =>
        PulseLibrary.Prepare(_loop, (int)longest.TotalMicroseconds) >= 0 && PulseLibrary.Poll(_loop) >= 0 && PulseLibrary.Dispatch(_loop) >= 0;

    /// <summary>Waits until a question is answered.</summary>
    /// <param name="operation">libpulse's pa_operation, owned; 0: it could not be asked.</param>
    /// <exception cref="AudioSystemException">It was not answered in time.</exception>
    public void Finish(nint operation)
    {
        if (operation == 0) throw Unanswered();
        try
        {
            RunWhile(() => PulseLibrary.StateOfOperation(operation) == PulseLibrary.OperationRunning);
        }
        finally
        {
            PulseLibrary.ReleaseOperation(operation);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        PulseLibrary.Disconnect(Context);
        PulseLibrary.Release(Context);
        PulseLibrary.FreeLoop(_loop);
    }

    private AudioSystemException Unanswered() => new($"no server answers: {PulseLibrary.Explain(Error)}", Start);
}
