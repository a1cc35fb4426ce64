"""Sentences about the gradebook: cells, windows, locks, corrections."""

SENTENCES = {
    "gradebook.term_locked": (
        "Sổ điểm học kì này đã được ban giám hiệu khóa. Muốn sửa, hãy lập đề nghị sửa điểm."
    ),
    "gradebook.cell_locked": "Ô này đã khóa. Muốn sửa, hãy lập đề nghị sửa điểm.",
    "gradebook.not_open_yet": "Cột này mở nhập từ ngày {day}. Hãy nhập lại từ ngày đó.",
    "gradebook.window_over": (
        "Cột này đã hết hạn nhập ngày {day}. Hãy đề nghị ban giám hiệu mở lại hoặc sửa hạn."
    ),
    "gradebook.no_column": (
        "Môn này không có cột “{column}” trong học kì. Hãy tải lại trang rồi nhập lại."
    ),
    "gradebook.not_in_class": (
        "Học sinh này không còn trong danh sách lớp {school_class}. Hãy tải lại trang."
    ),
    "gradebook.other_strand": "Cột này của phân môn {strand}, do giáo viên khác nhập.",
    "gradebook.exempt": "Học sinh này được miễn đánh giá môn học, không nhập điểm.",
    "gradebook.no_subject": "Lớp {school_class} không học môn này trong năm học.",
    "gradebook.nothing_locked": "Các cột được chọn đã khóa từ trước. Hãy tải lại trang.",
    "gradebook.reason_for_reopening": "Hãy ghi lí do mở lại sổ điểm.",
    "gradebook.window_backwards": (
        "Hạn nhập “{name}” kết thúc trước khi bắt đầu. Hãy sửa lại hai ngày."
    ),
    "gradebook.window_outside": (
        "Hạn nhập “{name}” nằm ngoài năm học ({first} đến {last}). Hãy chọn ngày trong năm học."
    ),
    "gradebook.too_many_cells": (
        "Một lần gửi tối đa {most} ô; lần này có {count}. Hãy dán từng phần."
    ),
    "score.not_absent": (
        "“v0” chỉ ghi cho học sinh đã ghi vắng (v) mà không kiểm tra bù. Hãy ghi “v” trước."
    ),
    "score.reason_needed": "Ô này đã có điểm từ trước. Hãy ghi lí do sửa điểm.",
    "score.correction_closed": (
        "Đã quá hạn sửa điểm ({day}, một tuần trước kiểm tra học kì). Nếu do nhập sai, hãy lập đề"
        " nghị sửa dữ liệu để hiệu trưởng xem xét."
    ),
    "score.comment_too_long": "Nhận xét dài quá {most} kí tự. Hãy viết ngắn lại.",
    "score.comment_letter": "Nhận xét có kí tự không dùng được. Hãy gõ lại.",
    "score_file.no_headings": (
        "Không thấy dòng tiêu đề bảng điểm nào trong tệp “{name}”. Tệp cần cột họ tên (hoặc mã) và"
        " cột điểm như TX1, GK, CK; hãy xuất bảng điểm từ hệ thống rồi điền vào."
    ),
    "score_file.old_columns": (
        "Cột {columns} là loại điểm của quy định cũ (miệng, 15 phút, 1 tiết). Hãy đổi tên cột thành"
        " TX1, TX2…, GK, CK rồi nhập lại."
    ),
    "score_file.column_twice": (
        "Cột {letter} “{column}” trùng ý nghĩa với một cột trước đó. Hãy xóa hoặc đổi tên một cột."
    ),
    "score_file.no_page": (
        "Không có trang sổ điểm này. Hãy kiểm tra lớp, môn, học kì ghi trong tệp."
    ),
    "score_file.not_yours": (
        "Thầy/Cô không dạy {subject} lớp {school_class}, nên không nhập được trang này."
    ),
    "score_file.other_school": "Tệp này được xuất từ trường khác. Hãy xuất lại từ trường mình.",
    "score_file.other_year": "Tệp này của năm học {told}. Hãy dùng tệp của năm học hiện tại.",
    "score_file.other_page": (
        "Tệp này là bảng điểm {subject} lớp {school_class}, học kì {term}, không phải trang đang"
        " mở. Hãy chọn đúng tệp, hoặc nhập cho mọi lớp."
    ),
    "score_file.other_class": (
        "Tệp ghi lớp {told} nhưng trang sổ điểm là lớp {asked}. Hãy chọn đúng tệp hoặc đúng lớp."
    ),
    "score_file.other_subject": (
        "Tệp ghi môn {told} nhưng trang sổ điểm là môn {asked}. Hãy chọn đúng tệp hoặc đúng môn."
    ),
    "score_file.other_term": (
        "Tệp ghi học kì {told} nhưng đang nhập học kì {asked}. Hãy chọn đúng tệp hoặc đúng học kì."
    ),
    "score_file.many_classes": (
        "Một trang có nhiều lớp ({told}). Hãy tách mỗi lớp một trang rồi nhập lại."
    ),
    "score_file.unnamed": (
        "Trang không ghi lớp và môn ở tiêu đề hay tên trang. Hãy mở bảng điểm của lớp rồi nhập tệp"
        " từ đó."
    ),
    "score_file.no_class": "Không có lớp “{told}” trong năm học. Hãy sửa tên lớp trong tệp.",
    "score_file.page_twice": (
        "Tệp có hai trang cùng của {subject} lớp {school_class}. Hãy giữ một trang."
    ),
    "score_file.became_day": (
        "Excel đã đổi điểm thành ngày “{text}”. Có lẽ muốn nhập {meant}: hãy đặt ô dạng Text hoặc"
        " Number rồi nhập lại."
    ),
    "score_file.unpointed": (
        "“{text}” thiếu dấu phẩy. Có lẽ muốn nhập {meant}: hãy sửa trong tệp rồi nhập lại."
    ),
    "score_file.a_day": "“{text}” là ngày, không phải điểm. Hãy nhập điểm từ 0 đến 10.",
    "score_file.too_many_regular": (
        "Ô “{text}” có nhiều điểm thường xuyên hơn {most} cột của môn. Hãy bỏ bớt."
    ),
    "score_file.no_column": (
        "Môn này không có cột “{column}” trong học kì (có: {known}). Hãy để trống hoặc đổi tên cột."
    ),
    "score_file.two_pupils": (
        "Có hơn một học sinh khớp với “{name}”. Hãy ghi mã học sinh hoặc mã định danh cho dòng này."
    ),
    "score_file.other_name": (
        "Mã của dòng là của {other} nhưng tên ghi “{name}”. Có thể bị lệch dòng; hãy kiểm tra lại."
    ),
    "score_file.other_birthday": (
        "Lớp có “{name}” nhưng ngày sinh khác. Hãy kiểm tra ngày sinh hoặc ghi mã học sinh."
    ),
    "score_file.no_birthday": (
        "Chưa chắc “{name}” là ai: chỉ có tên viết gần giống. Hãy ghi ngày sinh hoặc mã học sinh."
    ),
    "score_file.nobody": "Không tìm thấy học sinh “{name}” trong lớp. Hãy kiểm tra mã và họ tên.",
    "score_file.by_name": "Tìm theo họ tên, vì dòng không ghi mã và ngày sinh.",
    "score_file.pupil_twice": "{name} có hơn một dòng trong trang. Hãy giữ một dòng.",
    "score_file.shifted": (
        "Điểm mới ở cột {column} giống điểm cũ của học sinh ngay trên hoặc dưới: có thể đã dán lệch"
        " một dòng. Hãy so lại tên trước khi ghi."
    ),
    "score_file.names_shifted": (
        "Nhiều dòng có mã và tên không phải của cùng một học sinh: có thể cột bị dán lệch dòng."
    ),
    "score_file.conflict": (
        "Ô này đã đổi trên hệ thống sau khi xuất tệp: đang là {old}, do {by} ghi."
    ),
    "score_file.changed_meanwhile": (
        "Sổ điểm vừa thay đổi nên chưa ghi gì. Hãy bấm “So lại với sổ điểm” rồi xác nhận lại."
    ),
    "score_file.written": "Tệp “{name}” đã được ghi vào sổ điểm nên không bỏ được nữa.",
    "score_file.nothing_taught": "Thầy/Cô chưa được phân công dạy lớp nào trong năm học này.",
    "correction.reason_short": "Lí do sửa điểm cần ít nhất {least} kí tự. Hãy ghi rõ vì sao sửa.",
    "correction.no_cells": "Chưa chọn ô điểm nào. Hãy chọn ít nhất một ô cần sửa.",
    "correction.too_many_cells": "Một đề nghị sửa tối đa {most} ô. Hãy chia thành nhiều đề nghị.",
    "correction.too_late": (
        "Đã quá hạn sửa điểm ({day}, một tuần trước kiểm tra học kì). Nếu dữ liệu bị nhập sai, hãy"
        " chọn “Dữ liệu nhập sai” để hiệu trưởng xem xét."
    ),
    "correction.too_many_files": "Một đề nghị kèm tối đa {most} tệp. Hãy bỏ bớt tệp.",
    "correction.no_page": "Thiếu trang sổ điểm cá nhân. Hãy tải lên ít nhất một trang.",
    "correction.no_test": "Thiếu bài kiểm tra của học sinh. Hãy tải lên bài kiểm tra.",
    "correction.same_mark": "{cell}: điểm muốn sửa trùng điểm đang có. Hãy bỏ ô này.",
    "correction.cell_taken": (
        "{cell}: ô này đang có trong một đề nghị khác chưa xong. Hãy chờ đề nghị đó xong."
    ),
    "correction.not_needed": (
        "{cell}: ô này chưa khóa và còn hạn sửa. Hãy sửa thẳng trên bảng điểm, có ghi lí do."
    ),
    "correction.not_now": (
        "Đề nghị này đã chuyển sang bước khác, không làm việc này được nữa. Hãy tải lại trang."
    ),
    "correction.refusal_without_reason": "Hãy ghi lí do không đồng ý.",
    "correction.asker_left": (
        "{name} không còn dạy môn này ở lớp này nên không mở ô được. Hãy từ chối; người dạy hiện"
        " nay lập đề nghị mới."
    ),
    "correction.cell_moved": (
        "{cell}: điểm đã khác lúc đề nghị. Hãy từ chối đề nghị này; giáo viên lập đề nghị mới."
    ),
    "correction.only_asker": (
        "Ô này được mở theo đề nghị số {no}; chỉ người đề nghị sửa được. Hãy chờ đề nghị xong."
    ),
    "correction.time_over": (
        "Đã hết thời gian mở ô theo đề nghị số {no}. Muốn sửa, hãy lập đề nghị mới."
    ),
    "correction.other_mark": (
        "Đề nghị số {no} được đồng ý sửa thành “{wanted}”. Hãy nhập đúng điểm đó."
    ),
    "correction.no_witness": (
        "Biên bản do người đề nghị, hiệu trưởng (hoặc người được ủy quyền) và quản trị viên xác"
        " nhận."
    ),
    "correction.confirmed_already": (
        "Thầy/Cô đã xác nhận biên bản này. Ba vai xác nhận phải là ba người khác nhau."
    ),
    "correction.role_confirmed": "Vai này đã có người xác nhận. Không cần xác nhận thêm.",
    "diary.explanation_short": "Giải trình cần ít nhất {least} kí tự. Hãy ghi rõ vì sao đã sửa.",
    "diary.nothing_to_check": "Tháng này không có lần sửa điểm nào của người này.",
}
