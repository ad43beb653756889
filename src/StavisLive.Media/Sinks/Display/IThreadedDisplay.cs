namespace StavisLive.Media.Sinks.Display;

/// <summary>A display as <see cref="DisplayThread"/> sees it, which alone calls it. Nothing is thrown.</summary>
internal interface IThreadedDisplay
{
    /// <summary>Shows what is new; makes it the first time.</summary>
    void Show();

    /// <summary>Takes note of a key (-1: none); false when the display is to go.</summary>
    bool HandleKey(int key);

    /// <summary>Takes the display away.</summary>
    void Close();

    /// <summary>The screen that it was on has gone: nothing of the display may be touched any more.</summary>
    void AbandonScreen();

    /// <summary>Whether it has gone.</summary>
    bool IsOver { get; }
}
