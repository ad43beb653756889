namespace StavisLive.Media.Sinks.Display;

/// <summary>The thread on which all displays of this process live: OpenCV's belong to one. It begins with the first and ends with the last.</summary>
internal static class DisplayThread
{
    private static readonly Lock Gate = new();

    // Replaced as a whole under the lock; the thread takes what is there at each turn.
    private static volatile IThreadedDisplay[] _displays = [];

    /// <summary>Lets a display live on the thread until it says that it is over.</summary>
    public static void Add(IThreadedDisplay display)
    {
        lock (Gate)
        {
            var isFirst = _displays.Length == 0;
            _displays = [.. _displays, display];
            if (isFirst) new Thread(Run) { Name = "displays", IsBackground = true }.Start();
        }
    }

    private static void Run()
    {
        while (true)
        {
            var displays = _displays;
            if (ScreenLoss.IsLost) AbandonScreen(displays);
            else Serve(displays);
            lock (Gate)
            {
                _displays = [.. _displays.Where(display => !display.IsOver)];
                if (_displays.Length == 0) return;
            }
        }
    }

    private static void Serve(IThreadedDisplay[] displays)
    {
        foreach (var display in displays) display.Show();
        var key = OverlayDisplay.ServeEvents();
        if (ScreenLoss.IsLost) return;
        foreach (var display in displays.Where(display => !display.HandleKey(key))) display.Close();
    }

    private static void AbandonScreen(IThreadedDisplay[] displays)
    {
        ScreenLoss.SkipUnloading();
        foreach (var display in displays) display.AbandonScreen();
    }
}
