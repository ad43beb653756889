namespace StavisLive.Media.Sinks.Display;

/// <summary>The thread on which all windows of this process live: OpenCV's belong to one. It begins with the first and ends with the last.</summary>
internal static class DisplayThread
{
    private static readonly Lock Gate = new();

    // Replaced as a whole under the lock; the thread takes what is there at each turn.
    private static volatile IThreadedDisplay[] _windows = [];

    /// <summary>Lets a window live on the thread until it says that it is over.</summary>
    public static void Add(IThreadedDisplay window)
    {
        lock (Gate)
        {
            var isFirst = _windows.Length == 0;
            _windows = [.. _windows, window];
            if (isFirst) new Thread(Run) { Name = "windows", IsBackground = true }.Start();
        }
    }

    private static void Run()
    {
        while (true)
        {
            var windows = _windows;
            if (ScreenLoss.IsLost) LoseAll(windows);
            else Serve(windows);
            lock (Gate)
            {
                _windows = [.. _windows.Where(window => !window.IsOver)];
                if (_windows.Length == 0) return;
            }
        }
    }

    private static void Serve(IThreadedDisplay[] windows)
    {
        foreach (var window in windows) window.Show();
        var key = OverlayDisplay.ServeEvents();
        if (ScreenLoss.IsLost) return;
        foreach (var window in windows.Where(window => !window.Answer(key))) window.Close();
    }

    private static void LoseAll(IThreadedDisplay[] windows)
    {
        ScreenLoss.SkipUnloading();
        foreach (var window in windows) window.Lose();
    }
}
